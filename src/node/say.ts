/** Writes to a stream that somebody may stop reading, as `| head` does: what a run found out still is its exit status. */
export function say(stream: NodeJS.WriteStream, text: string): void {
  if (stream.listenerCount('error', ignoreClosed) === 0) stream.on('error', ignoreClosed);
  if (text !== '') stream.write(text);
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
