UPDATE "playground_chats" SET "messages" = replace("messages"::text, '"type": "data-trouble"', '"type": "data-problem"')::jsonb WHERE "messages"::text LIKE '%"type": "data-trouble"%';
