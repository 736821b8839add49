<?cs # a comment: <script>alert(1)</script> style="x" alt:X evar:Y is no mistake ?>
<?cs include! "lib/ui.cs" ?>
<?cs include "lib/ui.cs" ?><?cs # BAD ?>
<?cs alt:X ?><?cs # BAD ?>
<?cs lvar:X ?><?cs # BAD ?>
<?cs evar:X ?><?cs # BAD ?>
<?cs linclude:X ?><?cs # BAD ?>
<?cs uvar:X ?><?cs # BAD ?>
<?cs name:X ?><?cs # BAD ?>
<?cs escape:"none" ?><?cs var:X ?><?cs /escape ?><?cs # BAD ?>
<?cs var:X + html_escape(Y) ?><?cs # BAD ?>
<?cs def:row(item) ?><?cs set:item = "1" ?><?cs /def ?><?cs # BAD ?>
<?cs def:good(item) ?><?cs set:Mine = item ?><?cs /def ?>
<?cs var:#Count * 2 ?><?cs # BAD ?>
<?cs loop:i = #0, #3, #1 ?><?cs /loop ?><?cs # BAD ?>
<a href=<?cs var:Path ?>>1</a><?cs # BAD ?>
<a href="<?cs var:Path ?>" class="a b">1</a>
<a href="javascript:x(1)">1</a><?cs # BAD ?>
<img src="//cdn.example/x.png" alt=""><?cs # BAD ?>
<p <?cs var:X ?>>1</p><?cs # BAD ?>
<option value="1"<?cs if:Chosen ?> selected<?cs /if ?>><?cs var:Label ?></option>
<p class=note>1</p><?cs # BAD ?>
<p style="color:red">1</p><?cs # BAD ?>
<button onclick="go(1)">1</button><?cs # BAD ?>
<script>x("<?cs var:X ?>")</script><?cs # BAD ?>
<script src="/static/houtai.js"></script>
<style>b{}</style><?cs # BAD ?>
<p>确认</p><?cs # BAD ?>
<p>Confirm</p><?cs # BAD ?>
<p><?cs var:Lang.orders.confirm ?> CSV ¥ 3 →</p>
<input title="Search" name="q"><?cs # BAD ?>
<input title="<?cs var:Lang.search ?>" name="search" type="text">
<?php x ?><?cs # BAD ?>
<?cs def:f_aria(name) ?> id="f-<?cs var:name ?>" aria-invalid="true"<?cs /def ?><input<?cs call:f_aria("a") ?>>
<?cs def:g_aria(name) ?> id=<?cs var:name ?><?cs /def ?><?cs # BAD ?>
<?cs def:h_aria(name) ?> onclick="x"<?cs /def ?><?cs # BAD ?>
<input<?cs call:field("a") ?>><?cs # BAD ?>
<button lang="zh-CN">中文</button>
