/** Filters and sorts the table of findings. The page says all it has to say without it. */
export const script = `
"use strict";
(() => {
  const table = document.getElementById("findings-table");
  const form = document.getElementById("filter");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const byId = (id) => document.getElementById(id);
  const text = byId("filter-text");
  const selects = ["kind", "severity", "status"].map((key) => [key, byId("filter-" + key)]);

  const filter = () => {
    const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const matches =
        words.every((word) => texts.get(row).includes(word)) &&
        selects.every(([key, select]) => select.value === "" || row.dataset[key] === select.value);
      row.hidden = !matches;
      if (matches) shown += 1;
    }
    byId("no-match").hidden = shown > 0;
    byId("filter-count").textContent = (shown === rows.length ? "" : shown + " of ") + rows.length + " findings";
  };

  const keyOf = {
    severity: (row) => Number(row.dataset.rank),
    name: (row) => row.dataset.name,
    place: (row) => row.dataset.place,
    fix: (row) => row.dataset.fix,
  };
  const sort = (header) => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = keyOf[header.dataset.key];
    const order = (a, b) => {
      const [x, y] = [key(a), key(b)];
      const compared = typeof x === "number" ? x - y : x.localeCompare(y, "en", { numeric: true });
      return (ascending ? compared : -compared) || a.dataset.order - b.dataset.order;
    };
    body.append(...rows.toSorted(order));
  };

  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.addEventListener("click", () => sort(header));
    header.replaceChildren(button);
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
`;
