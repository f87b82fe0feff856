/** What of the chosen and dropped files is sent: a zip as it is, the files of an export together as one. */
import { bundle } from './bundle.js';

/** The others of a folder are private, or none of an export's: they are not even read here. */
const OF_AN_EXPORT = /^(streaming_?history.*|endsong.*|endvideo.*|yourlibrary|playlist\d*)\.json$/i;
const DEEPEST = 5;

const fileOf = entry => new Promise((resolve, reject) => { entry.file(resolve, reject); });
const someOf = reader => new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });

/** The files of an export in a folder, and in the folders in it. */
async function filesIn(folder, depth = 1) {
  const files = [];
  const reader = folder.createReader();
  for (let some = await someOf(reader); some.length; some = await someOf(reader)) {
    for (const entry of some) {
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
      if (entry.isDirectory && depth < DEEPEST) files.push(...await filesIn(entry, depth + 1));
      else if (entry.isFile && OF_AN_EXPORT.test(entry.name)) files.push(await fileOf(entry));
    }
  }
  return files;
}

/** @param name of the whole @param files of one export */
const together = async (name, files) => ({ name: `${name}.zip`, body: await bundle(files) });

/**
 * What was chosen, as it is to be sent: `{name, body}` each.
 *
 * @param files   of any kind
 * @param folders as a drop has them
 */
export async function uploadsOf(files, folders = []) {
  const parts = files.filter(file => OF_AN_EXPORT.test(file.name));
  const several = parts.length > 1;
  const alone = several ? files.filter(file => !parts.includes(file)) : files;
  const uploads = alone.map(file => ({ name: file.name, body: file }));
  if (several) uploads.push(await together(`${parts.length} files`, parts));
  for (const folder of folders) {
    const inside = await filesIn(folder);
    if (inside.length) uploads.push(await together(folder.name, inside));
  }
  return uploads;
}

/** What was dropped, as `uploadsOf` wants it: to be asked for at once, as the drop is gone after the event. */
export function dropped(transfer) {
  const entries = [...transfer.items].filter(item => item.kind === 'file').map(item => item.webkitGetAsEntry?.());
  const folders = entries.filter(entry => entry?.isDirectory);
  const files = [...transfer.files].filter((_, index) => !entries[index]?.isDirectory);
  return { files, folders };
}
