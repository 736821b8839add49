<?cs #
SPDX-License-Identifier: MIT
The page around content(): side navigation, top bar, messages. A page without a logged-in user (log-in, errors) has neither
navigation nor switches. Language and theme are the server's choice: POST /preferences with lang or theme.
?>
<!DOCTYPE html>
<html lang="<?cs if:Page.lang ?><?cs var:Page.lang ?><?cs else ?>zh-CN<?cs /if ?>"
	data-theme="<?cs if:Page.theme ?><?cs var:Page.theme ?><?cs else ?>auto<?cs /if ?>"<?cs if:Page.theme == "dark" ?> data-bs-theme="dark"<?cs /if ?>>
	<head>
		<meta charset="utf-8">
		<title><?cs var:Page.title ?><?cs if:Page.title ?> · <?cs /if ?><?cs var:Lang.ui.product ?></title>
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme"
			content="<?cs if:Page.theme == "light" ?>light<?cs elif:Page.theme == "dark" ?>dark<?cs else ?>light dark<?cs /if ?>">
		<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
		<link rel="stylesheet" href="/static/bootstrap.min.css">
		<link rel="stylesheet" href="/static/houtai.css">
		<script src="/static/houtai.js" defer></script>
	</head>
	<body<?cs if:!User.name ?> class="bare"<?cs /if ?>>
		<a class="skip" href="#main"><?cs var:Lang.ui.skip ?></a>
		<?cs if:User.name ?>
			<aside class="side" aria-label="<?cs var:Lang.ui.product ?>">
				<a class="brand" href="/">
					<span class="logo" aria-hidden="true"></span><b><?cs var:Lang.ui.brand ?></b> <span class="sub2">Houtai</span>
				</a><span class="clock"><?cs var:Page.time ?></span>
				<details class="burger">
					<summary>
						<i class="i i-menu"></i><span class="visually-hidden"><?cs var:Lang.ui.menu ?></span>
						<?cs if:User.overdue ?>
							<span class="dot">
								<span class="visually-hidden"><?cs var:Lang.home.overdue ?> </span>
								<?cs var:User.overdue ?>
							</span>
						<?cs /if ?>
					</summary>
				</details>
				<nav aria-label="<?cs var:Lang.ui.menu ?>">
					<?cs each:g = Nav ?>
						<?cs if:g.items.0.label ?>
							<?cs if:g.label ?><p><?cs var:g.label ?></p><?cs /if ?>
							<ul>
								<?cs each:n = g.items ?>
									<li>
										<a href="<?cs var:n.path ?>"<?cs if:n.active ?> aria-current="page"<?cs /if ?>>
											<?cs var:n.label ?>
											<?cs if:?n.count ?>
												<span<?cs if:n.overdue ?> class="over"<?cs /if ?>>
													<?cs var:n.count ?>
												</span>
											<?cs /if ?>
										</a>
									</li>
								<?cs /each ?>
							</ul>
						<?cs /if ?>
					<?cs /each ?>
				</nav>
				<div class="me">
					<p><b><?cs var:User.name ?></b> <b class="no"><?cs var:User.staff_no ?></b></p>
					<p><span><?cs var:User.roles ?></span></p>
					<p><a href="/password"><?cs var:Lang.ui.change_password ?></a></p>
					<form method="post" action="/logout">
						<?cs call:form_keys() ?>
						<button class="lk"><?cs var:Lang.ui.sign_out ?></button>
					</form>
				</div>
			</aside>
			<header class="top">
				<details class="burger look">
					<summary>
						<i class="i i-search"></i><span class="visually-hidden"><?cs var:Lang.ui.search ?></span>
					</summary>
				</details>
				<form class="find" role="search" action="/search">
					<i class="i i-search"></i>
					<input class="form-control" type="search" name="q" id="q"
						placeholder="<?cs var:Lang.ui.search_hint ?>" aria-label="<?cs var:Lang.ui.search ?>">
					<kbd aria-hidden="true">/</kbd>
				</form>
				<p class="hours">
					<?cs if:Page.hours ?><?cs var:Lang.ui.hours ?> <?cs var:Page.hours ?> · <?cs /if ?>
					<?cs var:Page.time ?> <?cs var:Page.zone ?>
				</p>
				<form class="prefs" method="post" action="/preferences">
					<?cs call:form_keys() ?>
					<input type="hidden" name="back"
						value="<?cs var:Page.path ?><?cs if:Page.query ?>?<?cs var:Page.query ?><?cs /if ?>">
					<span role="group" aria-label="<?cs var:Lang.ui.language ?>">
						<button name="lang" value="zh-CN"
							lang="zh-CN"<?cs if:Page.lang == "zh-CN" ?> aria-pressed="true"<?cs /if ?>>
							中文
						</button>
						<button name="lang" value="en"
							lang="en"<?cs if:Page.lang == "en" ?> aria-pressed="true"<?cs /if ?>>
							EN
						</button>
					</span>
					<span role="group" aria-label="<?cs var:Lang.ui.theme ?>">
						<button name="theme"
							value="light"<?cs if:Page.theme == "light" ?> aria-pressed="true"<?cs /if ?>>
							<?cs var:Lang.ui.light ?>
						</button>
						<button name="theme" value="dark"<?cs if:Page.theme == "dark" ?> aria-pressed="true"<?cs /if ?>>
							<?cs var:Lang.ui.dark ?>
						</button>
					</span>
				</form>
			</header>
		<?cs /if ?>
		<main id="main" tabindex="-1">
			<?cs call:flashes() ?>
			<?cs call:content() ?>
			<?cs if:User.name ?>
				<p class="pfoot">
					<span><?cs var:Lang.ui.product ?></span>
					<span>
						<?cs var:Lang.ui.printed ?> <?cs var:User.name ?> <?cs var:User.staff_no ?> <?cs var:Page.time ?>
					</span>
				</p>
			<?cs /if ?>
		</main>
	</body>
</html>
