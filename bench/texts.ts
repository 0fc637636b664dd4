/** Words of texts as desks write them, in three languages; the front ones come often, the rear ones seldom. */
const ENGLISH = words(
  'the of server address account please preserve data between and hours on mail was from records customer log in traffic host domain sign used phishing payment bank file sample malware provider invoice contact officer urgent answer extension hash subscriber connection period fraud wallet exchange transfer victim ransom beacon loader seized warrant',
)
const VIETNAMESE = words(
  'của và máy chủ địa chỉ tài khoản đề nghị bảo quản dữ liệu từ ngày đến thư điện tử khách hàng nhật ký truy cập tên miền lừa đảo thanh toán ngân hàng tệp mẫu mã độc nhà cung cấp hóa đơn liên hệ cán bộ khẩn trả lời gia hạn thuê bao kết nối thời gian ví chuyển tiền nạn nhân đường dây nóng phối hợp điều tra yêu cầu hỗ trợ',
)
const CHINESE = words(
  '服务器 地址 账户 请 保全 数据 日志 邮件 客户 登录 域名 钓鱼 支付 银行 文件 样本 恶意软件 提供商 发票 联系 官员 紧急 答复 延期 用户 连接 期间 诈骗 钱包 交易所 转账 受害人 勒索 查封 令状 协助 调查 热线 承诺 分歧 网络 攻击 通信 记录 关键 基础设施',
)
/** Of a text that is looked for. */
const TEXT_WORDS = 20
/** Of one that only has to be there, so that a million are put in within minutes. */
export const NOTE_WORDS = 6
/** Written at the head of each, as a form does. */
export const EVERYWHERE = 'reference'
/** Each is in half of all texts, and never both in one. */
export const APART: readonly [string, string] = ['incoming', 'outgoing']
const RARE_EVERY = 5_000

/** What is looked for, by how it is told of. */
export const QUERIES: Readonly<Record<string, string>> = {
  'a rare word': rareWord(0),
  'a word in every text': EVERYWHERE,
  'two words': 'ransom beacon',
  'two words in many texts, never together': APART.join(' '),
  'Vietnamese without diacritics': '"du lieu"',
  'Vietnamese with diacritics': 'dữ liệu',
  'Chinese, two characters': '勒索',
  'the beginning of a word': 'preserv*',
  'an address': addressIn(0),
}

/** A short text of its own for each number; the same number gives the same text. */
export function textAt(at: number, count: number = TEXT_WORDS): string {
  const random = dice(at)
  const language = [ENGLISH, VIETNAMESE, CHINESE][at % 3] ?? ENGLISH
  const joint = language === CHINESE ? '' : ' '
  const body = Array.from({ length: count }, () => pick(language, random())).join(joint)
  const rare = at % RARE_EVERY === 0 ? ` ${rareWord(at)}` : ''
  return `${EVERYWHERE} ${at} ${APART[at % 2] ?? ''} ${addressIn(at)} ${body}${rare}`
}

function rareWord(at: number): string {
  return `operation-${['larch', 'heron', 'basalt', 'quince'][(at / RARE_EVERY) % 4] ?? ''}`
}

function addressIn(at: number): string {
  return `198.51.${at % 251}.${Math.floor(at / 251) % 253}`
}

/** The square of the dice lets the front words come often, as in any language. */
function pick(language: readonly string[], dice: number): string {
  return language[Math.floor(dice * dice * language.length)] ?? ''
}

/** Mulberry32: the same numbers in every run, so that runs can be compared. */
function dice(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e37_79b1)
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
