// The sample centre: roles instead of people, and a name that says it is a sample on every screen and slip.
import type { Centre } from '../../shared/contract/policy.ts';
import type { Context } from '../context.ts';

export const sampleCentre: Centre = {
  name: 'Trung tâm Phục vụ hành chính công mẫu',
  zone: 'Asia/Ho_Chi_Minh',
  sample: true,
};

const officerCount = 8;

/** Procedure names are sample texts by field; the codes are in the form that real ones have. */
const procedures = [
  { code: '1.004222', name: 'Đăng ký thường trú', field: 'Cư trú' },
  { code: '1.004194', name: 'Đăng ký tạm trú', field: 'Cư trú' },
  { code: '1.001193', name: 'Đăng ký khai sinh', field: 'Hộ tịch' },
  { code: '1.000894', name: 'Đăng ký kết hôn', field: 'Hộ tịch' },
  { code: '2.000815', name: 'Chứng thực bản sao từ bản chính', field: 'Chứng thực' },
  { code: '2.000986', name: 'Liên thông đăng ký khai sinh', field: 'Hộ tịch' },
  { code: '1.012817', name: 'Xác định lại diện tích đất ở', field: 'Đất đai' },
  { code: '1.001612', name: 'Đăng ký thành lập hộ kinh doanh', field: 'Hộ kinh doanh' },
];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Fills an empty roster with the sample one: eight officers, eight counters, on duty from the start of today. */
export async function seedSampleRoster(context: Context): Promise<void> {
  if (context.stores.roster.officers().length > 0) return;
  const today = context.calendar.dayOf(context.clock());
  const from = context.calendar.iso(context.calendar.startOf(today));
  const numbers = Array.from({ length: officerCount }, (_, index) => twoDigits(index + 1));
  await context.roster.put({
    officers: numbers.map((number) => ({
      code: `CB${number}`,
      name: `Cán bộ ${number}`,
      position: 'Công chức tiếp nhận hồ sơ',
    })),
    counters: numbers.map((number) => ({ code: `Q${number}`, name: `Quầy ${number}` })),
    procedures,
    duty: numbers.map((number) => ({ counter: `Q${number}`, officer: `CB${number}`, from })),
  });
}
