// What is pasted into the words of a clause keeps its lists: each item is a line with its number, letter or hyphen, those
// below it set in by two blanks; all other formatting is dropped, as a field without a script drops it.
const MOST = { a: 26, A: 26, i: 39, I: 39 };
const ROMAN = [[10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];

function roman(number) {
  let left = number, said = "";
  for (const [worth, sign] of ROMAN) for (; left >= worth; left -= worth) said += sign;
  return said;
}

function numbered(type, number) {
  if (!(number >= 1 && number <= (MOST[type] ?? 0))) return String(number);
  if (type === "a" || type === "A") return String.fromCharCode(type.charCodeAt(0) + number - 1);
  return type === "i" ? roman(number) : roman(number).toUpperCase();
}

const BLOCK = /^(P|DIV|H[1-6]|TR|BLOCKQUOTE|SECTION|ARTICLE|TABLE|DL|DT|DD|PRE)$/;
const SILENT = /^(STYLE|SCRIPT|HEAD|TITLE|META|TEMPLATE)$/;

function write(lines, words) {
  const last = lines[lines.length - 1];
  lines[lines.length - 1] += !last || last.endsWith(" ") ? words.trimStart() : words;
}

// Lines, the last of which is still being written.
function read(node, lines, depth) {
  for (const child of node.childNodes) {
    const name = child.nodeName.toUpperCase();
    if (child.nodeType === Node.TEXT_NODE) write(lines, child.data.replace(/[\s\u00a0]+/g, " "));
    else if (name === "BR") lines.push("");
    else if (name === "OL" || name === "UL") list(child, lines, depth);
    else if (child.nodeType === Node.ELEMENT_NODE && !SILENT.test(name)) {
      const block = BLOCK.test(name);
      if (block && lines[lines.length - 1].trim() && !lines.opened) lines.push("");
      lines.opened = block && lines.opened;
      read(child, lines, depth);
      if (block && lines[lines.length - 1].trim()) lines.push("");
    }
    if (child.nodeType === Node.TEXT_NODE && child.data.trim()) lines.opened = false;
  }
}

function list(node, lines, depth) {
  let number = node.start ?? 1;
  for (const item of node.children) {
    if (/^(OL|UL)$/.test(item.nodeName)) list(item, lines, depth + 1);
    if (item.nodeName !== "LI") continue;
    if (item.hasAttribute("value")) number = item.value;
    const sign = node.nodeName === "OL" ? `${numbered(node.getAttribute("type"), number)}. ` : "- ";
    lines.push("  ".repeat(depth) + sign);
    // A paragraph that an item begins with stands on its line.
    lines.opened = true;
    read(item, lines, depth + 1);
    lines.opened = false;
    number += 1;
  }
  lines.push("");
}

export function asLines(html) {
  const lines = [""];
  // Styles are not even parsed: our own policy would refuse each of them aloud.
  const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=("[^"]*"|'[^']*')/gi, "");
  read(new DOMParser().parseFromString(plain, "text/html").body, lines, 0);
  return lines.map((line) => line.trimEnd()).filter((line) => line.trim()).join("\n");
}

// Word writes the number of an item into the plain words, with a tab behind it.
export const untabbed = (words) => words.replace(/^([ \t]*\S{1,6})\t+/gm, "$1 ");

function paste(event) {
  const field = event.target, from = event.clipboardData;
  if (!from || !field.matches?.("textarea[name^=clauses-]")) return;
  const html = from.getData("text/html"), plain = from.getData("text/plain");
  const words = /<li[\s>]/i.test(html) ? asLines(html) : untabbed(plain);
  if (!words || words === plain) return;
  event.preventDefault();
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", paste);
