(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const get = (id) => document.getElementById(id);
  const store = `living-review:${data.review}`;
  const element = (name, words, css) => {
    const made = document.createElement(name);
    if (words !== undefined) made.textContent = words;
    if (css) made.className = css;
    return made;
  };

  const load = () => {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; }
  };
  const saved = load();
  const state = { at: 0, decisions: saved.decisions || {}, done: saved.done || [], reviewer: saved.reviewer || "" };
  const save = () => {
    const { decisions, done, reviewer } = state;
    // A browser may refuse to keep anything for a file; the download still holds all of it.
    try { localStorage.setItem(store, JSON.stringify({ decisions, done, reviewer })); } catch { get("progress").dataset.unsaved = "yes"; }
  };

  // A decision counts for the text it was made on; another text asks again.
  const decisionOn = (record) => {
    const decision = state.decisions[record.pmid];
    return decision && decision.text_sha256 === record.text_sha256 ? decision : null;
  };
  const current = () => data.records[state.at];

  const marks = (text, quotes) => {
    const fragment = document.createDocumentFragment();
    const cuts = [...new Set([0, text.length, ...quotes.flatMap((quote) => [quote.start, quote.end])])]
      .filter((at) => at <= text.length).sort((a, b) => a - b);
    cuts.slice(0, -1).forEach((start, index) => {
      const piece = text.slice(start, cuts[index + 1]);
      const over = quotes.filter((quote) => quote.start <= start && quote.end >= cuts[index + 1]);
      if (!over.length) { fragment.append(piece); return; }
      const mark = element("mark", piece);
      mark.title = over.map((quote) => `${quote.label}: ${quote.verdict}`).join("; ");
      fragment.append(mark);
    });
    return fragment;
  };

  // Offsets count characters as Python does; a browser counts some characters twice.
  const inUnits = (text, quotes) => {
    if (!/[\ud800-\udbff]/.test(text)) return quotes;
    const characters = [...text];
    const unit = (at) => characters.slice(0, at).join("").length;
    return quotes.map((quote) => ({ ...quote, start: unit(quote.start), end: unit(quote.end) }));
  };

  const showAbstract = (record) => {
    const place = get("abstract");
    place.replaceChildren();
    const quotes = inUnits(record.abstract, record.quotes.filter((quote) => quote.field === "abstract"));
    if (!record.abstract) { place.append(element("p", "This record has no abstract.", "where")); return; }
    const sections = record.sections.length ? inUnits(record.abstract, record.sections) : [{ label: "", start: 0, end: record.abstract.length }];
    sections.forEach((section) => {
      if (section.label) place.append(element("h3", section.label));
      const inside = quotes
        .filter((quote) => quote.start < section.end && quote.end > section.start)
        .map((quote) => ({ ...quote, start: Math.max(quote.start, section.start) - section.start, end: Math.min(quote.end, section.end) - section.start }));
      const paragraph = element("p");
      paragraph.append(marks(record.abstract.slice(section.start, section.end), inside));
      place.append(paragraph);
    });
  };

  const showVerdicts = (record) => {
    get("why").textContent = record.why;
    get("criteria").replaceChildren(...record.verdicts.map((row) => {
      const item = element("li");
      item.append(element("span", `${row.verdict} `, `verdict ${row.verdict}`), row.label);
      if (row.because) item.append(element("div", row.because, "where"));
      if (row.quote) item.append(element("q", row.quote));
      return item;
    }));
  };

  const show = (focus = true) => {
    const some = data.records.length > 0;
    get("empty").hidden = some;
    ["record", "verdicts", "actions"].forEach((id) => { get(id).hidden = !some; });
    const decided = data.records.filter(decisionOn).length;
    get("progress").textContent = `${decided} of ${data.records.length} decided`;
    if (!some) return;
    const record = current();
    const decision = decisionOn(record);
    get("place").textContent = `Record ${state.at + 1} of ${data.records.length}${decision ? `, decided: ${decision.decision}${decision.reason ? ` (${decision.reason})` : ""}` : ""}`;
    get("title").replaceChildren(marks(record.title, inUnits(record.title, record.quotes.filter((quote) => quote.field === "title"))));
    const link = element("a", `PMID ${record.pmid}`);
    link.href = `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(record.pmid)}/`;
    get("source").replaceChildren(`${record.source} · `, link);
    get("extras").textContent = record.extras;
    get("note").value = decision?.note || "";
    showAbstract(record);
    showVerdicts(record);
    document.querySelectorAll("[data-do]").forEach((button) => {
      if (["include", "exclude"].includes(button.dataset.do)) button.setAttribute("aria-pressed", String(decision?.decision === button.dataset.do));
    });
    if (focus) { get("record").focus(); window.scrollTo(0, 0); }
  };

  const move = (step) => {
    state.at = Math.min(Math.max(state.at + step, 0), data.records.length - 1);
    show();
  };
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const decide = (decision, reason = "") => {
    const record = current();
    state.done.push({ pmid: record.pmid, before: state.decisions[record.pmid] || null });
    state.decisions[record.pmid] = { decision, reason, note: get("note").value.trim(), date: today(), text_sha256: record.text_sha256 };
    save();
    const next = data.records.findIndex((each, at) => at > state.at && !decisionOn(each));
    if (next >= 0) state.at = next;
    show();
  };
  const undo = () => {
    const last = state.done.pop();
    if (!last) return;
    if (last.before) state.decisions[last.pmid] = last.before; else delete state.decisions[last.pmid];
    save();
    state.at = Math.max(0, data.records.findIndex((record) => record.pmid === last.pmid));
    show();
  };

  const reasons = get("reasons");
  data.reasons.forEach(([id, label], at) => {
    const button = element("button");
    button.type = "button";
    button.append(element("kbd", at < 9 ? String(at + 1) : "·"), label);
    button.addEventListener("click", () => { reasons.close(); decide("exclude", id); });
    const item = element("li");
    item.append(button);
    get("reason-list").append(item);
  });
  reasons.addEventListener("keydown", (event) => {
    const button = get("reason-list").querySelectorAll("button")[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && button) { event.preventDefault(); button.click(); }
  });
  get("cancel").addEventListener("click", () => reasons.close());

  const actions = {
    include: () => decide("include"),
    exclude: () => reasons.showModal(),
    skip: () => move(1),
    back: () => move(-1),
    undo,
  };
  document.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => actions[button.dataset.do]()));
  const keys = { i: "include", e: "exclude", s: "skip", b: "back", u: "undo" };
  document.addEventListener("keydown", (event) => {
    if (!data.records.length || reasons.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input")) { if (event.key === "Escape") get("record").focus(); return; }
    const name = keys[event.key.toLowerCase()];
    if (name) { event.preventDefault(); actions[name](); }
  });

  const cell = (words) => {
    const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  get("reviewer").value = state.reviewer;
  get("reviewer").addEventListener("input", () => { state.reviewer = get("reviewer").value.trim(); save(); });
  get("download").addEventListener("click", () => {
    if (!state.reviewer) { get("reviewer").focus(); get("progress").textContent = "Say who decided: fill in the reviewer."; return; }
    const here = data.records.filter(decisionOn).map((record) => record.pmid);
    const before = data.decided.filter((pmid) => state.decisions[pmid] && !here.includes(pmid));
    const rows = [...before, ...here].map((pmid) => {
      const { decision, reason, date, note, text_sha256: hash } = state.decisions[pmid];
      return [pmid, decision, reason, state.reviewer, date, note, hash];
    });
    const head = ["pmid", "decision", "reason", "reviewer", "date", "note", "text_sha256"];
    const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([text, "\r\n"], { type: "text/csv" }));
    link.download = "decisions.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  const first = data.records.findIndex((record) => !decisionOn(record));
  state.at = Math.max(first, 0);
  show(false);
})();
