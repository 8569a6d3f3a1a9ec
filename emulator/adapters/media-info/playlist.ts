/** What a playlist of HLS tells: the duration of its segments, or the size of its largest picture. */
export function playlistFacts(text: string) {
  const durations = [...text.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, seconds]) => Number(seconds))
  const sizes = [...text.matchAll(/[:,]RESOLUTION=(\d+)x(\d+)/g)]
    .map(([, width, height]) => ({ width: Number(width), height: Number(height) }))
    .sort((a, b) => b.width * b.height - a.width * a.height)
  return {
    duration: durations.reduce((sum, seconds) => sum + seconds, 0),
    ...sizes[0],
  }
}
