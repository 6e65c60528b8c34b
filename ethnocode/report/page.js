"use strict";
// What a page can do where scripts run: tables sort and filter, figures open to their
// passages. Words of the study are only ever moved about as text or as nodes, never read
// as markup. Without this script the page has the same tables, links and passages.
(() => {
  const FILTERED_FROM = 6;
  const AT_ONCE = 100;
  const collator = new Intl.Collator("en-GB", { numeric: true });
  const count = (number, noun) => `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  // --- tables ---

  function figure(text) {
    const number = Number(text.replaceAll(",", ""));
    return text === "" || Number.isNaN(number) ? null : number;
  }

  // What is shown of a figure may be rounded: rows are found by that, and sorted by the
  // figure itself.
  function rowOf(element, index, numeric) {
    const cells = Array.from(element.cells);
    const texts = cells.map((cell) => cell.textContent);
    const shown = texts.map((text, column) => {
      if (numeric[column]) return figure(text);
      return text === "" || text === "n/a" ? null : text;
    });
    const values = cells.map((cell, column) =>
      numeric[column] && cell.dataset.is ? Number(cell.dataset.is) : shown[column]);
    const bare = element.parentElement.classList.contains("rest");
    return { element, index, bare, shown, values, words: texts.join("\n").toLowerCase() };
  }

  // Rows that are hidden at first come without classes and places to break, which would
  // double the page.
  function dress(row, kinds) {
    Array.from(row.cells).forEach((cell, column) => {
      if (kinds[column]) cell.classList.add(kinds[column]);
      else cell.replaceChildren(...breakable(cell.textContent));
      if (cell.textContent === "n/a") cell.classList.add("absent");
    });
  }

  // A dotted code id may break at its joints.
  function breakable(text) {
    const pieces = text.split(/(?<=[\p{L}\p{N}][._/])(?=[\p{L}\p{N}])/u);
    return pieces.flatMap((piece, index) => (index ? [make("wbr"), piece] : [piece]));
  }

  // What is undefined or empty comes last either way; ties keep the order of the report.
  function compare(one, other, { column, down }) {
    const [a, b] = [one.values[column], other.values[column]];
    if (a === null || b === null) {
      return (a === null) - (b === null) || one.index - other.index;
    }
    const ordered = typeof a === "number" ? a - b : collator.compare(a, b);
    return (down ? -ordered : ordered) || one.index - other.index;
  }

  class Arranged {
    constructor(table) {
      this.table = table;
      this.body = table.tBodies[0];
      this.heads = Array.from(table.tHead.rows[0].cells);
      this.numeric = this.heads.map((head) => head.classList.contains("number"));
      this.few = this.body.rows.length;
      this.kinds = Array.from(this.body.rows[0].cells, (cell) =>
        ["number", "prose"].find((kind) => cell.classList.contains(kind)));
      this.rows = Array.from(table.tBodies)
        .flatMap((body) => Array.from(body.rows))
        .map((element, index) => rowOf(element, index, this.numeric));
      Array.from(table.tBodies).slice(1).forEach((body) => body.remove());
      this.sorting = null;
      this.words = [];
      this.least = null;
      this.all = false;
      this.printing = false;
      this.heads.forEach((head, column) => this.headed(head, column));
      table.parentElement.addEventListener("scroll", () => this.hint(), { passive: true });
      if (this.rows.length >= FILTERED_FROM) this.addTools();
      this.arrange();
    }

    headed(head, column) {
      const button = make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => this.sort(column));
      head.append(button);
      head.setAttribute("aria-sort", "none");
    }

    // Numbers go down first and words up; a third click gives the report's own order back.
    sort(column) {
      const first = this.numeric[column];
      const again = this.sorting !== null && this.sorting.column === column;
      if (!again) this.sorting = { column, down: first };
      else if (this.sorting.down === first) this.sorting = { column, down: !first };
      else this.sorting = null;
      this.heads.forEach((head, index) => {
        const here = this.sorting !== null && this.sorting.column === index;
        head.setAttribute("aria-sort", here ? (this.sorting.down ? "descending" : "ascending") : "none");
      });
      this.arrange();
    }

    addTools() {
      this.status = make("p", { className: "status" });
      this.status.setAttribute("role", "status");
      this.more = make("button", { type: "button", className: "show" });
      this.more.addEventListener("click", () => {
        this.all = !this.all;
        this.arrange();
      });
      const words = make("input", { type: "search", autocomplete: "off", spellcheck: false });
      words.addEventListener("input", () => {
        this.words = words.value.toLowerCase().split(/\s+/).filter(Boolean);
        this.arrange();
      });
      const tools = make("div", { className: "tools" }, make("label", {}, "Rows with ", words));
      if (this.numeric.includes(true)) tools.append(this.leastTool());
      tools.append(this.status, this.more);
      this.table.parentElement.before(tools);
      const remark = this.table.parentElement.nextElementSibling;
      if (remark !== null && remark.classList.contains("remainder")) remark.hidden = true;
    }

    leastTool() {
      const least = make("input", { type: "number", step: "any", autocomplete: "off" });
      const column = make("select", { autocomplete: "off" });
      this.heads.forEach((head, index) => {
        if (this.numeric[index]) column.append(make("option", { value: index }, head.textContent));
      });
      column.setAttribute("aria-label", "in which column");
      const changed = () => {
        const number = figure(least.value);
        this.least = number === null ? null : { column: Number(column.value), number };
        this.arrange();
      };
      least.addEventListener("input", changed);
      column.addEventListener("change", changed);
      return make("span", {}, make("label", {}, "at least ", least), " in ", column);
    }

    passes(row) {
      if (!this.words.every((word) => row.words.includes(word))) return false;
      if (this.least === null) return true;
      const value = row.shown[this.least.column];
      return value !== null && value >= this.least.number;
    }

    arrange() {
      const found = this.rows.filter((row) => this.passes(row));
      if (this.sorting !== null) found.sort((one, other) => compare(one, other, this.sorting));
      const shown = this.all || this.printing ? found : found.slice(0, this.few);
      this.body.replaceChildren();
      this.place(shown, 0);
      if (this.status) this.tell(found.length, shown.length);
    }

    // Thousands of rows take a browser long to lay out: the first are seen at once, and the
    // others follow picture by picture, twice as many each time.
    place(rows, from) {
      cancelAnimationFrame(this.waiting);
      const until = this.printing ? rows.length : Math.max(AT_ONCE, 2 * from);
      const next = rows.slice(from, until);
      for (const row of next) {
        if (row.bare) dress(row.element, this.kinds);
        row.bare = false;
      }
      this.body.append(...next.map((row) => row.element));
      this.fit();
      if (until < rows.length) this.waiting = requestAnimationFrame(() => this.place(rows, until));
    }

    // A table that fits needs no box to scroll in: its head stays at the top of the screen.
    fit() {
      const box = this.table.parentElement;
      const fits = this.table.offsetWidth <= box.offsetWidth;
      box.classList.toggle("fits", fits);
      if (fits) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
      this.hint();
    }

    // Where columns are cut off on the right, the page fades there.
    hint() {
      const box = this.table.parentElement;
      box.classList.toggle("cut", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
    }

    print(printing) {
      this.printing = printing;
      this.arrange();
    }

    tell(found, shown) {
      const all = count(this.rows.length, "row");
      const among = found === this.rows.length ? all : `${count(found, "row")} found among ${all}`;
      this.status.textContent = shown < found ? `${shown} of ${among}` : among;
      this.more.hidden = found <= this.few;
      this.more.setAttribute("aria-expanded", this.all);
      this.more.textContent = this.all ? `Show ${this.few}` : `Show all ${found.toLocaleString("en-GB")}`;
    }
  }

  // --- passages ---

  // The key of a list says how the words of each of its codes are marked.
  function keyOf(list) {
    const before = list.previousElementSibling;
    return before !== null && before.classList.contains("key") ? before : null;
  }

  // Of a passage behind several figures, each figure has other words to mark.
  function mark(words, entry) {
    if (!entry.dataset.coded) return;
    const text = words.textContent;
    const names = Array.from(keyOf(entry.parentElement).children, (name) => name.textContent);
    const pieces = [];
    let at = 0;
    for (const place of entry.dataset.coded.split(",")) {
      const [start, end, numbers] = place.split(" ");
      const codes = Array.from(numbers, Number);
      pieces.push(text.slice(at, start), make("mark", {
        className: codes.map((code) => `code-${code}`).join(" "),
        title: codes.map((code) => names[code - 1]).join(" and "),
      }, text.slice(start, end)));
      at = end;
    }
    words.replaceChildren(...pieces, text.slice(at));
  }

  // The list behind a figure names its passages; their words stand once, further down.
  function quoted(entry) {
    const link = entry.querySelector("a");
    const passage = document.getElementById(link.hash.slice(1));
    const words = passage.querySelector("p").cloneNode(true);
    mark(words, entry);
    return make("blockquote", { className: "quoted" }, words, make("footer", {}, link.cloneNode(true)));
  }

  function fill(list) {
    if (list.classList.contains("filled")) return;
    list.classList.add("filled");
    if (keyOf(list) !== null) keyOf(list).hidden = false;
    for (const entry of list.querySelectorAll("li")) entry.append(quoted(entry));
  }

  const title = make("h2", { id: "panel-title" });
  const close = make("button", { type: "button", className: "close" }, "Close");
  const passages = make("div", { className: "passages" });
  const panel = make("dialog", { className: "panel" }, make("div", { className: "bar" }, title, close), passages);
  panel.setAttribute("aria-labelledby", "panel-title");
  close.addEventListener("click", () => panel.close());

  function open(list) {
    const rest = list.nextElementSibling;
    title.replaceChildren(...list.parentElement.querySelector("summary").cloneNode(true).childNodes);
    passages.replaceChildren(...Array.from(list.querySelectorAll(":scope > li"), quoted));
    if (keyOf(list) !== null) {
      const key = keyOf(list).cloneNode(true);
      key.hidden = false;
      passages.prepend(key);
    }
    if (rest !== null) passages.append(rest.cloneNode(true));
    if (!panel.open) panel.showModal();
    passages.scrollTop = 0;
  }

  document.addEventListener("click", (event) => {
    if (event.target === panel) return panel.close();
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest("a[href^='#']");
    if (link === null) return;
    if (panel.contains(link)) return panel.close();
    const list = document.getElementById(link.getAttribute("href").slice(1));
    if (list === null || !list.classList.contains("cell-passages")) return;
    event.preventDefault();
    open(list);
  });
  document.addEventListener("toggle", (event) => {
    const list = event.target.open && event.target.querySelector(".cell-passages");
    if (list) fill(list);
  }, true);

  for (const link of document.querySelectorAll("td a[href^='#o']")) {
    link.setAttribute("aria-haspopup", "dialog");
  }
  document.body.append(panel);

  const tables = Array.from(document.querySelectorAll("div.table > table"), (table) => new Arranged(table));
  window.addEventListener("resize", () => tables.forEach((table) => table.fit()));
  window.addEventListener("beforeprint", () => tables.forEach((table) => table.print(true)));
  window.addEventListener("afterprint", () => tables.forEach((table) => table.print(false)));
})();
