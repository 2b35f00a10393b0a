// A form that says so is kept while it is written: some seconds after the last key, and when its page is left or hidden.
// What is kept is not saved. Only one request is on its way at a time, so that the last words are those that stay.
const WAIT = 8000;
const LEFT_OUT = ["once"];

function watch(mark) {
  const form = mark.form;
  const told = Object.assign(document.createElement("p"), { className: "row-meta kept-told" });
  told.setAttribute("role", "status");
  let timer, sending, changed = false, over = false;
  // Not those of a part of the form, such as a clause.
  const own = form.querySelector(":scope > .buttons:last-of-type") ?? form.querySelector(".buttons:last-of-type");
  (own ?? form.lastElementChild).after(told);

  function words() {
    const held = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const secret = name.includes("password") || typeof value !== "string";
      if (!secret && !LEFT_OUT.includes(name)) held.append(name, value);
    }
    return held;
  }

  async function keep(leaving = false) {
    clearTimeout(timer);
    if (!changed || over || (sending && !leaving)) return;
    changed = false;
    sending = true;
    try {
      const body = words();
      // A browser sends no more than 64 kB of what may outlast its page.
      const keepalive = leaving && body.toString().length < 60000;
      const answer = await fetch(mark.dataset.keep, { method: "POST", body, keepalive, redirect: "manual" });
      if (answer.ok) told.textContent = await answer.text();
      else told.textContent = answer.type === "opaqueredirect" ? mark.dataset.ended : mark.dataset.failed;
    } catch {
      changed = true;
      told.textContent = mark.dataset.failed;
    }
    sending = false;
    if (changed) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => keep(), WAIT);
  }

  form.addEventListener("input", () => { changed = true; over = false; later(); });
  form.addEventListener("submit", () => { clearTimeout(timer); over = true; });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
}

document.querySelectorAll("input[name=writer][data-keep]").forEach(watch);
