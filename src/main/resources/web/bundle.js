/**
 * Several files as one zip that packs nothing (APPNOTE.TXT, section 4.3): they stay on the disk until they are sent.
 */
const MOST_BYTES = 0xffff_ffff;
const UTF_8 = 0x0800;
const VERSION = 20;
/** 1 January 1980: when a file was changed tells nothing here. */
const DATE = 0x21;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb8_8320 ^ value >>> 1 : value >>> 1;
  return value;
});

async function checksum(file) {
  let value = -1;
  for (const reader = file.stream().getReader(); ;) {
    const { done, value: bytes } = await reader.read();
    if (done) return ~value >>> 0;
    for (let i = 0; i < bytes.length; i++) value = CRC[(value ^ bytes[i]) & 255] ^ value >>> 8;
  }
}

/** Bytes of numbers, the lowest byte first. @param fields `[length in bytes, number]` */
function record(...fields) {
  const bytes = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, number] of fields) {
    for (let i = 0; i < length; i++) bytes[at++] = number / 2 ** (8 * i) & 255;
  }
  return bytes;
}

/**
 * The zip. Throws a RangeError when it would be too large, and as a File does that cannot be read.
 *
 * @param files that have a name each
 */
export async function bundle(files) {
  const parts = [];
  const entries = [];
  let offset = 0;
  for (const file of files) {
    const name = new TextEncoder().encode(file.name);
    const about = [[2, VERSION], [2, UTF_8], [2, 0], [2, 0], [2, DATE], [4, await checksum(file)], [4, file.size],
      [4, file.size], [2, name.length], [2, 0]];
    const header = record([4, 0x0403_4b50], ...about);
    parts.push(header, name, file);
    entries.push(record([4, 0x0201_4b50], [2, VERSION], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    offset += header.length + name.length + file.size;
    if (offset > MOST_BYTES) throw new RangeError('more than 4 GB');
  }
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  return new Blob([...parts, ...entries, record([4, 0x0605_4b50], [2, 0], [2, 0], [2, files.length], [2, files.length],
    [4, length], [4, offset], [2, 0])]);
}
