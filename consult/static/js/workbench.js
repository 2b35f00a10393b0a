// Shortcuts of the moderator's workbench: additions, heard only while the focus is inside it. No letters, because they
// change with the layout; digits of either kind.
const bench = document.querySelector(".workbench");
const form = document.getElementById("typed");
const undo = document.getElementById("undo");
const boxes = [...form.querySelectorAll("[name=pick]")];
const themes = [...bench.querySelectorAll("[name=theme]")];
const show = (box) => box.closest(".row").classList.toggle("row-picked", box.checked);

document.getElementById("keys").hidden = false;
if (undo) boxes[0]?.focus();

form.addEventListener("change", ({ target }) => {
  const every = target.name === "every";
  if (every) boxes.forEach((box) => (box.checked = target.checked));
  (every ? boxes : [target]).forEach(show);
});

function move(by, from) {
  const here = boxes.indexOf(from.closest(".row")?.querySelector("[name=pick]"));
  boxes[Math.min(Math.max(here + by, 0), boxes.length - 1)]?.focus();
}

function place(theme) {
  theme.checked = true;
  if (boxes.some((box) => box.checked)) form.requestSubmit(bench.querySelector("[value=place]"));
  else theme.focus();
}

bench.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const types = target.matches("select, input:not([type=checkbox], [type=radio])");
  if (types || event.ctrlKey || event.altKey || event.metaKey) return;
  const digit = "0123456789٠١٢٣٤٥٦٧٨٩".indexOf(key) % 10;
  if (/^Arrow(Up|Down)$/.test(key) && target.type !== "radio") move(key === "ArrowUp" ? -1 : 1, target);
  else if (key === "/") document.getElementById("q").focus();
  else if (digit === 0 && undo) undo.requestSubmit(undo.querySelector("button"));
  else if (digit > 0 && themes[digit - 1]) place(themes[digit - 1]);
  else return;
  event.preventDefault();
});
