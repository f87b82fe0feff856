// Trades the admin token for the session cookie; the token goes in a header, never in a URL or a form.
document.getElementById("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  const token = document.getElementById("token").value;
  const answer = await fetch("session", { method: "POST", headers: { Authorization: `Bearer ${token}` } });
  if (answer.ok) {
    location.replace("./");
  } else {
    document.getElementById("answer").textContent = "That is not the admin token (admin.token, ADMIN_TOKEN).";
  }
});
