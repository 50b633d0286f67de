// Sentences of the page that installs the centre's certificate authority. FILE stands for the name of the downloaded file.
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';

export interface InstallCaTexts {
  title: string;
  purpose: string;
  downloadTitle: string;
  download: string;
  installTitle: string;
  android: readonly string[];
  debian: readonly string[];
  debianCommand: string;
  windows: readonly string[];
  compareTitle: string;
  compare: string;
  warning: string;
  openTitle: string;
  until(lastDay: string): string;
}

const debianCommand = `sudo apt-get install libnss3-tools
sudo -u kiosk mkdir -p /home/kiosk/.pki/nssdb
sudo -u kiosk certutil -d sql:/home/kiosk/.pki/nssdb -A -t C,, -n centre -i FILE
openssl x509 -in FILE -noout -fingerprint -sha256`;

export const installCaTexts: Readonly<Record<SurveyLocale, InstallCaTexts>> = {
  vi: {
    title: 'Cài chứng thư của trung tâm',
    purpose:
      'Dành cho người cài đặt máy. Chứng thư này giúp máy đánh giá nhận ra đúng máy chủ của trung tâm; chỉ có giá trị cho tên máy chủ đó, không dùng được cho trang nào khác.',
    downloadTitle: 'Tải chứng thư',
    download: 'Tải về',
    installTitle: 'Cài vào máy',
    android: [
      'Mở Cài đặt, Bảo mật, Mã hóa và thông tin xác thực, Cài đặt chứng chỉ, Chứng chỉ CA.',
      'Chọn “Vẫn cài đặt”, nhập mã khóa màn hình, chọn tệp FILE trong mục Tải xuống.',
      'Xem lại: Thông tin xác thực đáng tin cậy, thẻ Người dùng, chạm vào “Lang Nghe”.',
    ],
    debian: ['Chép tệp FILE vào máy rồi chạy các lệnh dưới đây; khởi động lại Chromium.'],
    debianCommand,
    windows: [
      'Mở tệp FILE, chọn Install Certificate, Local Machine.',
      'Chọn “Place all certificates in the following store”, Trusted Root Certification Authorities, Finish.',
      'Xem lại: certlm.msc, Trusted Root Certification Authorities, “Lang Nghe CA”; lệnh certutil -hashfile FILE SHA256 in dấu vân tay.',
    ],
    compareTitle: 'So dấu vân tay (SHA-256)',
    compare:
      'Dấu vân tay mà thiết bị hiện phải giống hệt dòng mà máy chủ đã in ra khi chạy lệnh “tls init” hoặc “tls show”. Trên trang này là:',
    warning:
      'Không trùng thì xóa ngay chứng thư vừa cài và báo người quản trị. Chỉ so với trang này là chưa đủ: phải so với bản do người quản trị giữ.',
    openTitle: 'Mở máy đánh giá',
    until: (lastDay) => `Chứng thư có giá trị đến ${lastDay}.`,
  },
  en: {
    title: 'Install the centre’s certificate',
    purpose:
      'For whoever sets up a kiosk. With this certificate the kiosk recognises the centre’s own server; it holds for that server’s name and for no other site.',
    downloadTitle: 'Download the certificate',
    download: 'Download',
    installTitle: 'Install it',
    android: [
      'Open Settings, Security, Encryption and credentials, Install a certificate, CA certificate.',
      'Choose “Install anyway”, enter the screen lock, choose FILE under Downloads.',
      'Look at it: Trusted credentials, tab User, touch “Lang Nghe”.',
    ],
    debian: ['Copy FILE to the machine, run the commands below, and restart Chromium.'],
    debianCommand,
    windows: [
      'Open FILE, choose Install Certificate, Local Machine.',
      'Choose “Place all certificates in the following store”, Trusted Root Certification Authorities, Finish.',
      'Look at it: certlm.msc, Trusted Root Certification Authorities, “Lang Nghe CA”; certutil -hashfile FILE SHA256 prints the fingerprint.',
    ],
    compareTitle: 'Compare the fingerprint (SHA-256)',
    compare:
      'The fingerprint that the device shows must be exactly the one that the server printed for “tls init” or “tls show”. On this page it is:',
    warning:
      'If they differ, remove the certificate at once and tell the administrator. Comparing with this page alone is not enough: compare with what the administrator holds.',
    openTitle: 'Open the kiosk',
    until: (lastDay) => `The certificate holds until ${lastDay}.`,
  },
};
