// What tests/accessible asks of a page that is laid out; each question answers with a list of findings.
window.measures = (() => {
  const name = (element) =>
    element.tagName.toLowerCase() +
    (element.id ? `#${element.id}` : "") +
    (typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : "") +
    ` "${(element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;

  const every = (selector) => [...document.querySelectorAll(selector)];

  // Not shown, or kept for the ear alone.
  const unseen = (element) => {
    for (let box = element; box; box = box.parentElement) {
      if (getComputedStyle(box).clipPath === "inset(50%)") return true;
    }
    return false;
  };
  const hidden = (element) => !element.checkVisibility({ visibilityProperty: true }) || unseen(element);

  // Elements that hold words themselves.
  const speaking = () =>
    every("body *").filter(
      (element) =>
        [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim()) && !hidden(element),
    );

  function sideways() {
    const wide = document.documentElement.clientWidth;
    const over = document.scrollingElement.scrollWidth - wide;
    if (over <= 0) return [];
    const out = every("body *").filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width && !hidden(element) && (box.right > wide + 1 || box.left < -1);
    });
    return [`scrolls sideways by ${over}px: ${out.slice(-3).map(name).join(", ")}`];
  }

  // Words that a box with a fixed end cuts off; what may be scrolled is not lost.
  function clipped() {
    return speaking()
      .filter((element) => {
        for (let box = element; box && box !== document.body; box = box.parentElement) {
          const style = getComputedStyle(box);
          // Three lines of a long voice, beside the link to all of it.
          if (style.webkitLineClamp !== "none") return false;
          if (/hidden|clip/.test(style.overflowX + style.overflowY)) {
            return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
          }
        }
        return false;
      })
      .map((element) => `cut off: ${name(element)}`);
  }

  // 2.5.8: 24 by 24, but for what stands in a line of words, and for what has room around it.
  function targets() {
    const controls = every("a[href], button, input:not([type=hidden]), select, textarea, summary").filter(
      // What no pointer reaches and no reader is told of is not pressed: the calendar behind a field's button.
      (element) => !hidden(element) && !element.closest(".skip") && !element.matches("[aria-hidden=true][tabindex='-1']"),
    );
    const box = (element) => (element.closest("label") || element).getBoundingClientRect();
    const inline = (element) => {
      const style = getComputedStyle(element);
      const block = element.parentElement.closest("p, li, td, th, dd, dt, figcaption, h1, h2, h3, h4, blockquote, summary, label, span, div, caption");
      return style.display === "inline" && block && block.textContent.trim().length > element.textContent.trim().length;
    };
    const small = controls.filter((element) => {
      const { width, height } = box(element);
      return Math.min(width, height) < 23.5 && !inline(element);
    });
    const crowded = (element) => {
      const own = box(element);
      const [x, y] = [own.x + own.width / 2, own.y + own.height / 2];
      return controls.some((other) => {
        if (other === element || other.closest("label") === element.closest("label") && element.closest("label")) return false;
        const near = box(other);
        const dx = Math.max(near.left - x, 0, x - near.right);
        const dy = Math.max(near.top - y, 0, y - near.bottom);
        return Math.hypot(dx, dy) < 12;
      });
    };
    const lone = small.filter((element) => getComputedStyle(element).display === "inline");
    return small
      .filter((element) => !lone.includes(element) || crowded(element))
      .map((element) => {
        const { width, height } = box(element);
        return `${Math.round(width)} by ${Math.round(height)}: ${name(element)}`;
      });
  }

  // A4: how Arabic is set.
  function setting() {
    const found = [];
    const base = parseFloat(getComputedStyle(document.body).fontSize);
    if (base < (document.body.classList.contains("desk") ? 16 : 18)) found.push(`the page is set in ${base}px`);
    for (const element of speaking().filter((each) => each.closest("[lang]")?.lang === "ar")) {
      const style = getComputedStyle(element);
      const [size, line] = [parseFloat(style.fontSize), parseFloat(style.lineHeight)];
      const letters = /\p{L}/u.test(element.textContent) && !element.closest("code, .code, kbd, svg, .brand");
      // The desk is set tighter, as the look has it.
      const least = document.body.classList.contains("desk") ? 15 : 16;
      const wrong = [
        letters && size < least && `letters of ${size}px`,
        letters && line / size < 1.39 && `lines of ${(line / size).toFixed(2)}`,
        !["normal", "0px"].includes(style.letterSpacing) && `letter-spacing ${style.letterSpacing}`,
        style.fontStyle !== "normal" && style.fontStyle,
        style.textTransform !== "none" && style.textTransform,
        style.textAlign === "justify" && "justified",
        style.fontWeight < 400 && `weight ${style.fontWeight}`,
      ].filter(Boolean);
      if (wrong.length) found.push(`${wrong.join(", ")}: ${name(element)}`);
    }
    return found;
  }

  function lost() {
    return [...sideways(), ...clipped()];
  }

  const STRETCHES = {
    "double letters": "html { font-size: 200% !important; }",
    // 1.4.12, without the letters: in Arabic they join.
    "wide spacing": `* { line-height: 1.5 !important; word-spacing: .16em !important; }
      :lang(en) { letter-spacing: .12em !important; }
      p { margin-block-end: 2em !important; }`,
  };

  function stretched(how) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STRETCHES[how]);
    document.adoptedStyleSheets = [sheet];
    const found = lost();
    document.adoptedStyleSheets = [];
    return found;
  }

  function at_a_width() {
    return { sideways: sideways(), clipped: clipped(), targets: targets(), setting: setting() };
  }

  // Whether this width shows what an earlier one hid; a menu that opens on a phone, say.
  const met = new WeakSet();
  function more() {
    const shown = every("body *").filter((element) => !hidden(element) && !met.has(element));
    const first = !met.has(document.body);
    for (const element of [document.body, ...shown]) met.add(element);
    return !first && shown.length > 0;
  }

  return { at_a_width, lost, more, stretched };
})();
