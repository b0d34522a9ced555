bun build app.mjs --target=bun --outfile=out/bun/app.mjs
bun build app.mjs --compile --outfile=out/bun/app
cp node_modules/rx-outlook/prebuilds/linux-x64/rx-outlook.node out/bun/
