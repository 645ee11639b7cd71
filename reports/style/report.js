(() => {
  "use strict";
  const PAGE = 100;
  // A table that can be taken in at a glance needs no tools.
  const SMALL = 6;
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // A cell of a row: the HTML shown, what it is sorted by, and its words.
  const cellsOf = (row) => [...row.cells].map((cell) => {
    const bare = cell.querySelector("[popover]") ? cell.cloneNode(true) : cell;
    if (bare !== cell) bare.querySelectorAll("[popover]").forEach((panel) => panel.remove());
    return { sort: cell.dataset.sort, words: bare.textContent.trim().replace(/\s+/g, " ") };
  });

  const compare = (a, b, numeric) => {
    const empty = (value) => value === undefined || value === null || value === "";
    if (empty(a) || empty(b)) return empty(a) - empty(b);
    if (numeric) {
      const difference = Number(a) - Number(b);
      if (!Number.isNaN(difference)) return difference;
    }
    return String(a).localeCompare(String(b), "en", { numeric: true });
  };

  const csvCell = (words) => {
    const safe = /^[=+\-@\t\r]/.test(words) && !/^[+-]?[\d.]+$/.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };

  const download = (name, type, parts) => {
    const link = element("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  class DataTable {
    constructor(frame) {
      this.frame = frame;
      this.table = frame.querySelector("table");
      this.body = this.table.tBodies[0];
      this.heads = [...this.table.tHead.rows[0].cells];
      this.numeric = this.heads.map((head) => head.dataset.kind === "number");
      this.hidden = this.heads.map((head) => "hidden" in head.dataset);
      this.labels = this.heads.map((head) => head.textContent.trim());
      const data = frame.querySelector('script[type="application/json"]');
      this.rows = data ? this.fromData(JSON.parse(data.textContent)) : this.fromPage();
      this.shown = this.rows;
      this.page = 0;
      this.paged = Boolean(data);
      frame.querySelector(".unscripted")?.remove();
      this.addTools();
      this.tools.hidden = this.rows.length <= SMALL && !this.hidden.some(Boolean);
      this.addSorting();
      this.draw();
    }

    fromPage() {
      return [...this.body.rows].map((row) => ({ row, cells: cellsOf(row) }));
    }

    fromData(rows) {
      return rows.map((row) => ({
        row: null,
        source: row,
        cells: row.map(([, sort, words]) => ({ sort, words })),
      }));
    }

    element(entry) {
      if (!entry.row) {
        // The cells were escaped when the page was made; they hold no text of a record as HTML.
        entry.row = element("tr");
        entry.source.forEach(([shown], at) => {
          const cell = element(at ? "td" : "th");
          if (!at) cell.scope = "row";
          if (this.numeric[at]) cell.className = "number";
          cell.toggleAttribute("data-hidden", this.hidden[at]);
          cell.innerHTML = shown;
          entry.row.append(cell);
        });
      }
      return entry.row;
    }

    addTools() {
      this.search = element("input", { type: "search", placeholder: "Filter these rows" });
      this.search.setAttribute("aria-label", `Filter the rows of ${this.frame.getAttribute("aria-label")}`);
      this.search.addEventListener("input", () => this.filter());
      this.status = element("span", { className: "shown" });
      this.status.setAttribute("role", "status");
      const files = ["CSV", "XLSX"].map((kind) => {
        const button = element("button", { type: "button", textContent: kind });
        button.setAttribute("aria-label", `${kind}: download the rows shown`);
        button.addEventListener("click", () => this.save(kind));
        return button;
      });
      this.tools = element("div", { className: "table-tools" }, this.search, this.status, this.columnChooser(), ...files);
      if (this.paged && this.rows.length > PAGE) this.tools.append(this.pager());
      this.frame.before(this.tools);
    }

    columnChooser() {
      const boxes = element("fieldset", {}, element("legend", { textContent: "Columns shown" }));
      this.labels.forEach((label, at) => {
        if (!at) return;
        const box = element("input", { type: "checkbox", checked: !this.hidden[at] });
        box.addEventListener("change", () => this.show(at, box.checked));
        boxes.append(element("label", {}, box, ` ${label}`));
      });
      const chooser = element("details", {}, element("summary", { textContent: "Columns" }), boxes);
      chooser.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { chooser.open = false; chooser.querySelector("summary").focus(); }
      });
      document.addEventListener("click", (event) => {
        if (!chooser.contains(event.target)) chooser.open = false;
      });
      return chooser;
    }

    pager() {
      this.back = element("button", { type: "button", textContent: "Previous" });
      this.on = element("button", { type: "button", textContent: "Next" });
      this.back.addEventListener("click", () => { this.page -= 1; this.draw(); });
      this.on.addEventListener("click", () => { this.page += 1; this.draw(); });
      return element("span", { className: "pages" }, this.back, this.on);
    }

    addSorting() {
      this.heads.forEach((head, at) => {
        const button = element("button", { type: "button", textContent: this.labels[at] });
        button.addEventListener("click", () => this.sort(at));
        head.replaceChildren(button);
      });
    }

    sort(at) {
      const up = this.heads[at].getAttribute("aria-sort") !== "ascending";
      this.heads.forEach((head) => head.removeAttribute("aria-sort"));
      this.heads[at].setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (entry) => entry.cells[at].sort ?? entry.cells[at].words;
      const isEmpty = (entry) => value(entry) === "" || value(entry) === null;
      this.rows.sort((a, b) => {
        // Rows without a value stay last whichever way the rest is sorted.
        if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
        return (up ? 1 : -1) * compare(value(a), value(b), this.numeric[at]);
      });
      this.filter();
    }

    filter(words = this.search.value) {
      this.search.value = words;
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
      this.shown = this.rows.filter((entry) => {
        entry.all ??= entry.cells.map((cell) => cell.words).join(" ").toLowerCase();
        return wanted.every((word) => entry.all.includes(word));
      });
      this.page = 0;
      this.draw();
    }

    show(at, visible) {
      this.hidden[at] = !visible;
      this.heads[at].toggleAttribute("data-hidden", !visible);
      this.rows.forEach(({ row }) => row?.cells[at].toggleAttribute("data-hidden", !visible));
    }

    draw() {
      const last = Math.max(0, Math.ceil(this.shown.length / PAGE) - 1);
      this.page = Math.min(Math.max(this.page, 0), last);
      const from = this.paged ? this.page * PAGE : 0;
      const part = this.paged ? this.shown.slice(from, from + PAGE) : this.shown;
      this.body.replaceChildren(...part.map((entry) => this.element(entry)));
      const number = (value) => value.toLocaleString("en");
      const total = `${number(this.rows.length)} rows`;
      const all = this.shown.length === this.rows.length;
      let words = all ? total : `${number(this.shown.length)} of ${total}`;
      if (this.paged && part.length) words += `, ${number(from + 1)} to ${number(from + part.length)} shown`;
      this.status.textContent = words;
      if (this.back) { this.back.disabled = this.page === 0; this.on.disabled = this.page === last; }
    }

    save(kind) {
      const rows = [this.labels, ...this.shown.map((entry) => entry.cells.map((cell) => cell.words))];
      const name = `${this.frame.dataset.name}.${kind.toLowerCase()}`;
      if (kind === "XLSX") {
        download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", livingReviewWorkbook(rows));
      } else {
        const text = rows.map((row) => row.map(csvCell).join(",")).join("\r\n");
        download(name, "text/csv", ["\ufeff", text, "\r\n"]);
      }
    }
  }

  const tables = new Map();
  document.querySelectorAll("[data-table]").forEach((frame) => tables.set(frame, new DataTable(frame)));

  // A reason in the flow diagram chooses its rows in the table that it leads to.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose]");
    if (!link) return;
    const place = document.querySelector(link.getAttribute("href"));
    const frame = place?.querySelector("[data-table]");
    tables.get(frame)?.filter(link.dataset.choose);
  });

  // Tabs: the panels are plain sections until here. Ours carry their titles, Quarto's a list of links.
  document.querySelectorAll("div.panel-tabset").forEach((set) => {
    const links = [...set.querySelectorAll(":scope > ul > li > a")];
    const own = [...set.querySelectorAll(":scope > .tab-panel")];
    const panels = links.length ? links.map((link) => document.getElementById(link.hash.slice(1))) : own;
    if (!panels.length) return;
    const titles = links.length ? links : own.map((panel) => panel.querySelector(":scope > .tab-title"));
    const list = element("div", { className: "tab-list" });
    list.setAttribute("role", "tablist");
    const choose = (at, focus) => panels.forEach((panel, index) => {
      const tab = list.children[index];
      panel.hidden = index !== at;
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
      if (focus && index === at) tab.focus();
    });
    panels.forEach((panel, at) => {
      const tab = element("button", { type: "button", textContent: titles[at].textContent.trim(), id: `${panel.id}-tab` });
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => choose(at));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) choose((at + step + panels.length) % panels.length, true);
      });
      list.append(tab);
    });
    set.prepend(list);
    set.classList.add("has-tabs");
    choose(0);
  });

  // The section being read is marked in the contents.
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  if (links.size) {
    const watcher = new IntersectionObserver((entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        links.forEach((link) => link.removeAttribute("aria-current"));
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    links.forEach((_, id) => { const part = document.getElementById(id); if (part) watcher.observe(part); });
    const contents = document.querySelector(".contents details");
    if (window.matchMedia("(max-width: 62rem)").matches) contents.open = false;
  }
})();
