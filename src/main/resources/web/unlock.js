/** Trades the admin token for the session cookie; the token goes in a header, never in a URL or a form. */
const byId = id => document.getElementById(id);

async function open() {
  let answer;
  try {
    answer = await fetch('session', { method: 'POST', headers: { Authorization: `Bearer ${byId('token').value}` } });
  } catch {
    return 'The pipeline does not answer, or the token has characters that no header carries.';
  }
  if (answer.ok) {
    location.replace('./');
    return '';
  }
  return answer.status === 401 ? 'That is not the admin token.' : `The pipeline answered with error ${answer.status}.`;
}

byId('unlock').addEventListener('submit', async event => {
  event.preventDefault();
  byId('answer').textContent = '';
  byId('answer').textContent = await open();
  byId('token').select();
});
