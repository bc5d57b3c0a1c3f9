import { width } from './cells.ts';
import type { Paint, Style } from './paint.ts';

interface Piece {
  readonly shown: string;
  readonly style: Style;
}

/** One line of cells on which later texts cover earlier ones. */
export class Row {
  readonly #cells: (Piece | undefined)[] = [];

  put(cell: number, text: string, style: Style): void {
    let at = cell;
    for (const character of text) {
      const size = width(character);
      const before = this.#cells[at - 1];
      if (size === 0 && before) this.#cells[at - 1] = { ...before, shown: before.shown + character };
      else this.#cells[at] = { shown: character, style };
      for (let rest = 1; rest < size; rest++) this.#cells[at + rest] = { shown: '', style };
      at += size;
    }
  }

  /** The line without trailing blanks. */
  render(paint: Paint): string {
    let line = '';
    let run: Piece = { shown: '', style: 'plain' };
    for (let at = 0; at < this.#cells.length; at++) {
      const piece = this.#cells[at] ?? { shown: ' ', style: 'plain' };
      if (piece.style === run.style) run = { shown: run.shown + piece.shown, style: run.style };
      else {
        line += paint(run.style, run.shown);
        run = piece;
      }
    }
    return (line + paint(run.style, run.shown)).trimEnd();
  }
}
