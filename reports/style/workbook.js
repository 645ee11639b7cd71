// Writes rows as an Office Open XML workbook: one sheet of text and numbers, no formulas, in a
// ZIP archive without compression.
const livingReviewWorkbook = (() => {
  "use strict";
  const encoder = new TextEncoder();
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  const checksum = (bytes) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 0xff] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const little = (...parts) => {
    const bytes = [];
    parts.forEach(([value, size]) => {
      for (let at = 0; at < size; at += 1) bytes.push(Math.floor(value / 256 ** at) % 256);
    });
    return Uint8Array.from(bytes);
  };

  // 1 January 1980, the first day that the archive format knows.
  const DAY = 0x21;
  const zip = (files) => {
    const local = [];
    const central = [];
    let offset = 0;
    files.forEach(([name, text]) => {
      const title = encoder.encode(name);
      const data = encoder.encode(text);
      const shared = [[0, 2], [0, 2], [0, 2], [DAY, 2], [checksum(data), 4], [data.length, 4], [data.length, 4], [title.length, 2], [0, 2]];
      const head = little([0x04034b50, 4], [20, 2], ...shared);
      local.push(head, title, data);
      central.push(little([0x02014b50, 4], [20, 2], [20, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), title);
      offset += head.length + title.length + data.length;
    });
    const size = central.reduce((sum, part) => sum + part.length, 0);
    const end = little([0x06054b50, 4], [0, 4], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]);
    return [...local, ...central, end];
  };

  const escaped = (words) => words
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").slice(0, 32767);
  const cell = (words) => (/^-?\d+(\.\d+)?$/.test(words)
    ? `<c><v>${words}</v></c>`
    : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(words)}</t></is></c>`);

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const relationship = (kind, target) => `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${kind}" Target="${target}"/></Relationships>`;

  return (rows) => zip([
    ["[Content_Types].xml", `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/></Types>`],
    ["_rels/.rels", relationship("officeDocument", "xl/workbook.xml")],
    ["xl/workbook.xml", `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", relationship("worksheet", "worksheets/sheet1.xml")],
    ["xl/worksheets/sheet1.xml", `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`],
  ]);
})();
