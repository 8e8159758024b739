-- Every environment there is guards the label of its name.
INSERT INTO "guarded_labels" ("project_id", "name") SELECT "project_id", "name" FROM "environments" ON CONFLICT DO NOTHING;
