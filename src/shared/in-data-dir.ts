import { AppError } from '#sdk';

/** Does work that writes under the data directory; what the system refuses becomes `data_dir_unwritable`. */
export function inDataDir<T>(dir: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (!syscall) throw cause;
    throw new AppError('data_dir_unwritable', { params: { dir, reason: code ?? syscall }, cause });
  }
}
