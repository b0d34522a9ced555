npx ncc build app.mjs -o out/ncc
