// The workbook that a centre fills in with its officers, counters, procedures and duty: headings as roster-file.ts reads
// them, a few rows labelled as examples, and a sheet that says how. The sheet of hints is no sheet of a roster.
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';

interface TemplateSheet {
  name: string;
  columns: { heading: string; width: number }[];
  rows: string[][];
}

const hints = [
  'Danh mục của trung tâm: cán bộ, quầy, thủ tục và phân công trực quầy.',
  'Các dòng có sẵn chỉ là ví dụ: hãy thay bằng số liệu của trung tâm rồi xóa các dòng ví dụ còn lại.',
  'Giữ nguyên tên trang tính và dòng tiêu đề. Mỗi mã chỉ đứng một lần trong một trang.',
  'Mã thủ tục: ghi đúng mã trên Cơ sở dữ liệu quốc gia về thủ tục hành chính, ví dụ 1.001193.',
  'Phân công: cột “Từ” ghi năm-tháng-ngày giờ:phút, ví dụ 2026-10-14 07:30. Bỏ trống cột “Đến” khi chưa có ngày kết thúc.',
  'Nhập lại tệp bất cứ lúc nào: mã đã có được cập nhật, mã mới được thêm, không dòng nào bị xóa.',
];

/** @param day from which the examples of duty hold, ISO date */
export async function rosterTemplate(day: string): Promise<Buffer> {
  const numbers = ['01', '02', '03'];
  const sheets: TemplateSheet[] = [
    {
      name: 'Cán bộ',
      columns: [
        { heading: 'Mã cán bộ', width: 16 },
        { heading: 'Họ và tên', width: 30 },
        { heading: 'Vị trí việc làm', width: 36 },
      ],
      rows: numbers.map((number) => [`CB${number}`, `Cán bộ ${number}`, 'Công chức tiếp nhận hồ sơ']),
    },
    {
      name: 'Quầy',
      columns: [
        { heading: 'Mã quầy', width: 16 },
        { heading: 'Tên quầy', width: 30 },
      ],
      rows: numbers.map((number) => [`Q${number}`, `Quầy ${number}`]),
    },
    {
      name: 'Thủ tục',
      columns: [
        { heading: 'Mã thủ tục', width: 16 },
        { heading: 'Tên thủ tục', width: 48 },
        { heading: 'Lĩnh vực', width: 24 },
      ],
      rows: [
        ['1.001193', 'Đăng ký khai sinh', 'Hộ tịch'],
        ['2.000815', 'Chứng thực bản sao từ bản chính', 'Chứng thực'],
        ['1.004222', 'Đăng ký thường trú', 'Cư trú'],
      ],
    },
    {
      name: 'Phân công',
      columns: [
        { heading: 'Mã quầy', width: 16 },
        { heading: 'Mã cán bộ', width: 16 },
        { heading: 'Từ', width: 22 },
        { heading: 'Đến', width: 22 },
      ],
      rows: numbers.map((number) => [`Q${number}`, `CB${number}`, `${day} 00:00`, '']),
    },
  ];
  return writeExcelFile(
    [
      ...sheets.map(({ name, columns, rows }) => ({
        sheet: name,
        data: [
          columns.map(({ heading }): Cell => ({ value: heading, fontWeight: 'bold' })),
          ...rows.map((row) => row.map((value): Cell => (value === '' ? null : { value, type: String }))),
        ] as SheetData,
        columns: columns.map(({ width }) => ({ width })),
        stickyRowsCount: 1,
      })),
      {
        sheet: 'Hướng dẫn',
        data: hints.map((value) => [{ value, type: String, wrap: true }]) as SheetData,
        columns: [{ width: 100 }],
      },
    ],
    { fontFamily: 'Times New Roman', fontSize: 12 },
  ).toBuffer();
}
