// The peer: exceljs's streaming reader, only handing over each cell's value. It decides nothing and knows no merges.
import ExcelJS from 'exceljs';

const started = performance.now();
let rows = 0;
let text = 0;
const reader = new ExcelJS.stream.xlsx.WorkbookReader(process.argv[2] ?? '', {
  worksheets: 'emit',
  sharedStrings: 'cache',
  hyperlinks: 'ignore',
  styles: 'ignore',
  entries: 'emit',
});
for await (const sheet of reader) {
  for await (const row of sheet) {
    rows++;
    row.eachCell((cell) => {
      text += String(cell.value ?? '').length;
    });
  }
}
if (text === 0) throw new Error('exceljs read no cell');
process.stdout.write(
  JSON.stringify({ rows, ms: Math.round(performance.now() - started), peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
