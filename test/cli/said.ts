/** What is written to standard output during a test, as lines. */
export function said(): { readonly lines: () => string[] } {
  let text = '';
  beforeEach(() => {
    text = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return { lines: () => text.split('\n').slice(0, -1) };
}
