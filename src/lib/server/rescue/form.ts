import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { bytesOf, type BodyRefusal } from '../body.ts';

/** The name of the field that the desk's form sends its files under. */
const FIELD = 'berkas';

/** The files of the desk's form; none when nothing was chosen. What is larger than any request is refused. */
export async function filesOf(request: Request): Promise<Result<File[], BodyRefusal>> {
  const bytes = await bytesOf(request);
  if (!bytes.ok) return bytes;
  const type = request.headers.get('content-type') ?? '';
  const form = await new Response(new Uint8Array(bytes.value), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  if (form === null) return refuse('malformed');
  const given = form.getAll(FIELD);
  return accept(given.filter((entry): entry is File => entry instanceof File && entry.name !== ''));
}
