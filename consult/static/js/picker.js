// The button beside a field of a day or a moment opens the browser's own calendar, and writes what is picked into the
// field, which can be typed into all the same. Where a browser has no calendar to open, the button stays hidden.
const WRITTEN = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}:\d{2}))?$/;

function inNumbers(value) {
  const [day, time] = value.split("T");
  return [day.split("-").reverse().join("/"), time].filter(Boolean).join(" ");
}

function offer(button) {
  const field = button.previousElementSibling;
  const calendar = document.createElement("input");
  if (!calendar.showPicker) return;
  Object.assign(calendar, { type: button.dataset.picks, className: "picked-calendar", tabIndex: -1 });
  calendar.setAttribute("aria-hidden", "true");
  button.after(calendar);
  button.hidden = false;
  button.addEventListener("click", () => {
    const [, day, month, year, time] = field.value.trim().match(WRITTEN) ?? [];
    if (day) calendar.value = [`${year}-${month}-${day}`, time].filter(Boolean).join("T");
    calendar.showPicker();
  });
  calendar.addEventListener("input", () => {
    if (calendar.value) field.value = inNumbers(calendar.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  calendar.addEventListener("change", () => field.focus());
  // What was understood is of the words that stood there before.
  field.addEventListener("input", () => document.getElementById(`${field.id}-read`)?.remove());
}

document.querySelectorAll("[data-picks]").forEach(offer);
