/** Reads the symbols of a picture or of the camera. The decoder is loaded when it is first asked for: 1.3 MB. */
"use strict";
(() => {
  const MOST_PIXELS = 4_000_000;
  const PAUSE = 150; // milliseconds between two looks at the camera
  const canvas = document.createElement("canvas");
  let decoder = null;
  let stream = null;

  function decoding() {
    decoder ??= (async () => {
      await tracecodeLoad("assets/zxing_reader.js");
      await tracecodeLoad("assets/zxing_wasm.js");
      const bytes = Uint8Array.from(atob(tracecodeDecoder), (char) => char.charCodeAt(0));
      await ZXingWASM.prepareZXingModule({
        overrides: { wasmBinary: bytes.buffer },
        fireImmediately: true,
      });
    })();
    return decoder;
  }

  /** The texts of the symbols in something that can be drawn. */
  async function read(image, width, height) {
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.fillStyle = "#fff"; // a transparent picture is dark on white
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await ZXingWASM.readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: 8 });
    return [...new Set(found.filter((each) => each.isValid).map((each) => each.text))];
  }

  /** The texts of the symbols in a file; null: it is no picture. */
  async function picture(file) {
    await decoding();
    const bitmap = await createImageBitmap(file).catch(() => null);
    return bitmap === null ? null : read(bitmap, bitmap.width, bitmap.height);
  }

  /** The texts of the first symbols that the camera sees; null: it was stopped, or there is none. */
  async function camera(video) {
    const wanted = { video: { facingMode: "environment" }, audio: false };
    stream = await navigator.mediaDevices.getUserMedia(wanted);
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    await decoding();
    while (stream !== null) {
      const { videoWidth, videoHeight } = video;
      const texts = videoWidth ? await read(video, videoWidth, videoHeight) : [];
      if (texts.length && stream !== null) return texts;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return null;
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
  }

  globalThis.tracecodeScan = { picture, camera, stop };
})();
