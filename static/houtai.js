/* SPDX-License-Identifier: MIT
 * Makes pages quicker; every page works without it. No framework, nothing fetched, nothing remembered. */
"use strict";
(function () {
	const doc = document, root = doc.documentElement;
	const all = (css, where) => Array.from((where || doc).querySelectorAll(css));
	root.classList.add("js");

	/* money in whole fen, so that no sum is ever off by a fraction */
	function fen(text) {
		const minus = /[−-]/.test(text), digits = text.replace(/[^\d.]/g, "").split(".");
		const value = Number(digits[0] || 0) * 100 + Number(((digits[1] || "") + "00").slice(0, 2));
		return minus ? -value : value;
	}
	function yuan(value) {
		const sign = value < 0 ? "−" : "", n = Math.abs(value);
		const whole = String(Math.floor(n / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
		return sign + whole + "." + String(n % 100).padStart(2, "0");
	}

	/* Bulk bar: live count and sum of the ticked rows */
	all("form.rows").forEach(function (form) {
		const bar = form.querySelector(".bulk"), head = form.querySelector("input.all");
		if (!bar)
			return;
		const text = bar.querySelector("p"), drop = bar.querySelector(".drop");
		const boxes = all("tbody .c input", form), buttons = all("button[name]", bar), every = bar.querySelector(".every input");
		const labels = buttons.map((b) => b.textContent);
		let last = null;

		function show() {
			const ticked = boxes.filter((b) => b.checked);
			let sum = 0, marked = 0, count = ticked.length;
			ticked.forEach(function (box) {
				const row = box.closest("tr"), money = row.querySelector(".m");
				sum += money ? fen(money.textContent) : 0;
				marked += row.matches(".n2") || row.querySelector(".mk.b") ? 1 : 0;
			});
			const whole = every && every.checked; /* all that the filter matches, beyond this page */
			if (whole) {
				count = every.dataset.n;
				sum = fen(every.dataset.s);
			}
			bar.classList.toggle("on", ticked.length > 0);
			if (head) {
				head.checked = ticked.length > 0 && ticked.length === boxes.length;
				head.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
			}
			drop.hidden = ticked.length === 0;
			const parts = bar.dataset.some.split(/(\{n\}|¥ \{s\})/);
			text.textContent = "";
			parts.forEach(function (part) {
				const b = doc.createElement("b");
				if (part === "{n}")
					b.textContent = count;
				else if (part === "¥ {s}")
					b.textContent = "¥ " + yuan(sum);
				text.append(b.textContent ? b : part);
			});
			if (bar.dataset.mark && marked && !whole)
				text.append(" · " + bar.dataset.mark.replace("{n}", marked));
			buttons.forEach(function (b, i) {
				b.textContent = b.classList.contains("btn-primary") ? labels[i].replace(/…$/, " " + count + "…") : labels[i];
			});
		}
		form.addEventListener("change", show);
		form.addEventListener("click", function (event) { /* shift: the whole stretch between two ticks */
			const box = event.target;
			if (!boxes.includes(box))
				return;
			if (event.shiftKey && last) {
				const from = boxes.indexOf(last), to = boxes.indexOf(box);
				boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((b) => { b.checked = box.checked; });
				show();
			}
			last = box;
		});
		if (head)
			head.addEventListener("change", function () {
				boxes.forEach((b) => { b.checked = head.checked; });
				show();
			});
		drop.addEventListener("click", function () {
			boxes.forEach((b) => { b.checked = false; });
			if (every)
				every.checked = false;
			show();
		});
		show();
	});

	/* Menus close on a click elsewhere and on Escape */
	const menus = () => all("details.menu[open], details.burger[open]");
	doc.addEventListener("click", function (event) {
		menus().forEach(function (menu) {
			if (!menu.contains(event.target) && !(menu.matches(".burger") && menu.parentElement.contains(event.target)))
				menu.open = false;
		});
	});

	/* Printing needs script; without it the browser's own command does the same */
	all("button.print").forEach(function (button) {
		button.hidden = false;
		button.addEventListener("click", function () { window.print(); });
	});

	/* A form goes out once */
	doc.addEventListener("submit", function (event) {
		const form = event.target;
		if (form.method !== "post")
			return;
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		form.dataset.sent = "1";
		setTimeout(function () { delete form.dataset.sent; }, 8000); /* an answer that is a download leaves the page standing */
	});
	window.addEventListener("pageshow", function () { all("form[data-sent]").forEach((f) => { delete f.dataset.sent; }); });

	/* Rejected forms: the summary first, or the first wrong field */
	const wrong = doc.getElementById("errors");
	if (wrong)
		wrong.focus();

	/* Choices with much below each (orders and their goods): one stop of the Tab key; arrows walk, Space takes */
	all(".picks").forEach(function (box) {
		const inputs = all("input", box);
		const stop = (one) => inputs.forEach((input) => { input.tabIndex = input === one ? 0 : -1; });
		stop(inputs.find((input) => input.checked) || inputs[0]);
		box.addEventListener("focusin", (event) => stop(event.target));
		box.addEventListener("keydown", function (event) {
			const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], next = inputs[inputs.indexOf(event.target) + step];
			if (!step)
				return;
			event.preventDefault();
			if (next)
				next.focus();
		});
	});

	/* Keyboard: / searches, n takes in a complaint, j k walk the rows, x ticks, Enter opens, Ctrl+Enter sends the form one is in,
	 * ? opens the help page, Escape closes */
	function send(form) {
		const button = form && form.method === "post" && form.querySelector("button.btn-primary");
		if (button)
			form.requestSubmit(button);
	}
	const rows = all(".tb.big tbody tr");
	let at = -1;
	function walk(step) {
		if (!rows.length)
			return;
		if (rows[at])
			rows[at].classList.remove("cur");
		at = Math.max(0, Math.min(rows.length - 1, at + step));
		rows[at].classList.add("cur");
		rows[at].scrollIntoView({ block: "nearest" });
		const link = rows[at].querySelector("a[href]");
		if (link)
			link.focus({ preventScroll: true });
	}
	doc.addEventListener("keydown", function (event) {
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
			send(event.target.form);
		if (event.ctrlKey || event.metaKey || event.altKey)
			return;
		if (event.key === "Escape") {
			menus().forEach(function (menu) {
				menu.open = false;
				menu.querySelector("summary").focus();
			});
			return;
		}
		const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
		if (typing)
			return;
		const search = doc.querySelector(".filters .find input") || doc.getElementById("q");
		const intake = doc.querySelector(".side a[href='/complaints/new']"); /* there for who may */
		if (event.key === "/" && search) {
			event.preventDefault();
			search.focus();
			search.select();
		} else if (event.key === "?" && search) {
			location.href = "/help";
		} else if (event.key === "n" && intake) {
			intake.click();
		} else if (event.key === "j") {
			walk(1);
		} else if (event.key === "k") {
			walk(-1);
		} else if (event.key === "x" && rows[at]) {
			const box = rows[at].querySelector(".c input");
			if (box)
				box.click();
		}
	});
}());
