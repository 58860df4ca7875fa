-- Run by `nvim --headless -l`-like start: a second, independent client of `pgsmith lsp --stdio`. Arguments come by the environment.
local root = os.getenv('PGSMITH_ROOT')
local cli = os.getenv('PGSMITH_CLI')
local result = { lenses = {}, actions = {} }

local function finish()
  local file = assert(io.open(os.getenv('PGSMITH_RESULT'), 'w'))
  file:write(vim.fn.json_encode(result))
  file:close()
  vim.cmd('qall!')
end

local function request(client, method, params)
  local answer = client.request_sync(method, params, 60000, 0)
  if not answer or answer.err then
    result.error = method .. ': ' .. vim.inspect(answer)
    finish()
  end
  return answer.result
end

vim.cmd('edit ' .. vim.fn.fnameescape(root .. '/src/backend/storage/ipc/ipci.c'))
local id = vim.lsp.start_client({ name = 'pgsmith', cmd = { 'node', cli, 'lsp', '--stdio' }, root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = root } } })
vim.lsp.buf_attach_client(0, id)
vim.wait(60000, function() return vim.lsp.get_client_by_id(id) ~= nil and vim.lsp.get_client_by_id(id).initialized end, 20)
local client = vim.lsp.get_client_by_id(id)
for _, lens in ipairs(request(client, 'textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() })) do
  local resolved = request(client, 'codeLens/resolve', lens)
  table.insert(result.lenses, { line = vim.fn.getline(lens.range.start.line + 1), title = resolved.command and resolved.command.title or '' })
end

vim.cmd('edit ' .. vim.fn.fnameescape(root .. '/src/backend/utils/adt/offered.c'))
vim.lsp.buf_attach_client(0, id)
vim.fn.search('^offered_sum')
local params = vim.lsp.util.make_range_params()
params.context = { diagnostics = {} }
local actions = request(client, 'textDocument/codeAction', params)
for _, action in ipairs(actions) do
  table.insert(result.actions, action.title)
  if action.title:match('^Register as SQL function') then
    request(client, 'workspace/executeCommand', { command = action.command.command, arguments = action.command.arguments })
  end
end
vim.wait(30000, function() return #vim.fn.getbufinfo({ bufmodified = 1 }) > 0 end, 20)
vim.cmd('wall')
finish()
