import { ApiProblem } from '../_http/respond';
import { route } from '../_http/route';

/** Whatever no other route answers: a program gets JSON here, too, and not the page for people. */
const nothing = route<{ path: string[] }>((request) => {
  const { pathname } = new URL(request.url);
  const message = `The API has nothing at ${pathname.slice(0, 200)}.`;
  throw new ApiProblem(404, 'no-such-path', message, 'Its paths begin with /api/v1/.');
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
