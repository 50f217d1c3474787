/**
 * What the buttons below figures do, in the reader's browser: nothing is fetched. The picture has the colours of the
 * page as it is, light or dark, at three times the size.
 */
export const saveScript = `
'use strict';
(() => {
  const { columns, files } = JSON.parse(document.getElementById('figure-data').textContent);

  const quoted = cell => {
    const text = cell === null ? '' : String(cell);
    return /[",\\n\\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };

  const csv = id => {
    const file = files[id];
    const lines = [file.map(([name]) => name)];
    for (let row = 0; row < columns[file[0][1]].length; row++) lines.push(file.map(([, place]) => columns[place][row]));
    return new Blob([lines.map(cells => cells.map(quoted).join(',') + '\\n').join('')], { type: 'text/csv' });
  };

  const png = async id => {
    const shown = document.querySelector('#' + id + ' svg');
    const { width, height } = shown.viewBox.baseVal;
    const scale = 3;
    const margin = 16;
    const svg = shown.cloneNode(true);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    svg.style.overflow = 'visible';
    const look = getComputedStyle(document.documentElement);
    const body = getComputedStyle(document.body);
    svg.style.color = body.color;
    svg.style.fontFamily = 'system-ui, sans-serif';
    const text = new XMLSerializer()
      .serializeToString(svg)
      .replace(/var\\((--[a-z0-9-]+)\\)/g, (_, name) => look.getPropertyValue(name).trim());
    const image = new Image(width * scale, height * scale);
    image.src = 'data:image/svg+xml,' + encodeURIComponent(text);
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = (width + 2 * margin) * scale;
    canvas.height = (height + 2 * margin) * scale;
    const context = canvas.getContext('2d');
    context.fillStyle = look.getPropertyValue('--card').trim();
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, margin * scale, margin * scale, width * scale, height * scale);
    return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  };

  const save = async ({ currentTarget: button }) => {
    const { id } = button.closest('figure');
    const kind = button.dataset.save;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(kind === 'csv' ? csv(id) : await png(id));
    link.download = id + '.' + kind;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  for (const buttons of document.querySelectorAll('.save')) {
    buttons.hidden = false;
    for (const button of buttons.children) button.addEventListener('click', save);
  }
})();
`;
