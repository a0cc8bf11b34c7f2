// Writes `name.br` and `name.gz` beside each file that is named, when they are smaller than it.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

for (const file of process.argv.slice(2)) {
  const plain = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    // One block for all of it. Found by trying: on WebAssembly, two thousandths.
    [constants.BROTLI_PARAM_LGBLOCK]: 22,
  };
  const copies = { br: brotliCompressSync(plain, { params }), gz: gzipSync(plain, { level: 9 }) };
  for (const [ending, copy] of Object.entries(copies)) {
    if (copy.length < plain.length) writeFileSync(`${file}.${ending}`, copy);
  }
}
