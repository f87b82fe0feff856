// Makes a replica set of the members in MEMBERS, and its users: run by mongosh on the first of them, again at each start.
const env = process.env;

if (!db.hello().setName) {
  const members = env.MEMBERS.split(',').map((host, i) => ({ _id: i, host, priority: i === 0 ? 2 : 1 }));
  rs.initiate({ _id: 'pipeline', members });
}

// the first member becomes the primary, as it has the highest priority
for (let tries = 0; !db.hello().isWritablePrimary && tries < 60; tries++) {
  sleep(1000);
}

const users = [
  { user: 'admin', pwd: env.MONGODB_ADMIN_PASSWORD, roles: ['root'] },
  { user: 'pipeline', pwd: env.MONGODB_PASSWORD, roles: [{ role: 'readWrite', db: env.MONGODB_DATABASE }] },
];
try {
  db.auth('admin', env.MONGODB_ADMIN_PASSWORD);
} catch (e) {
  // there is no user yet, or it has another password: then the next command is refused
  db.createUser(users[0]);
  db.auth('admin', env.MONGODB_ADMIN_PASSWORD);
}
if (!db.getUser('pipeline')) {
  db.createUser(users[1]);
}
