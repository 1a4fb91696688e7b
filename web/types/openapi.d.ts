// Made from docs/openapi.json by `npm run generate`. Not to be edited.

export interface paths {
    readonly "/api/admin/connections": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who is connected
         * @description All connections of this server, at all documents.
         */
        readonly get: operations["list_connections"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/kick": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * End connections
         * @description They may come back at once; withdraw tokens or rights to keep somebody out.
         */
        readonly post: operations["kick"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/reassess": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Compute all rights anew
         * @description Of every connection, at once. For when something changed that the server can't see.
         */
        readonly post: operations["reassess"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/revocations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Withdraw tokens
         * @description Ends the connections that were made with them.
         */
        readonly post: operations["revoke_tokens"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Log in
         * @description The same answer to a wrong password and to an unknown user.
         */
        readonly post: operations["log_in"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Log out
         * @description Ends the connections of that login, or of all.
         */
        readonly post: operations["log_out"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who one is
         * @description Also for tokens of other issuers.
         */
        readonly get: operations["get_me"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change how one is shown
         * @description Only for those who have an account here.
         */
        readonly patch: operations["change_me"];
        readonly trace?: never;
    };
    readonly "/api/auth/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change the password
         * @description All other logins end.
         */
        readonly post: operations["change_password"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Get the next access token
         * @description Each refresh token works once; one that comes twice ends the login it belongs to.
         */
        readonly post: operations["refresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make an account
         * @description Where accounts are on and registering is open, or for administrators.
         */
        readonly post: operations["register"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/docs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This description, to read and try
         * @description A page with Swagger UI.
         */
        readonly get: operations["get_docs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/docs/{file}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A file of the page */
        readonly get: operations["get_docs_file"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Documents
         * @description Those that the caller may read, page by page.
         */
        readonly get: operations["list_documents"];
        readonly put?: never;
        /**
         * Create a document
         * @description For those who may edit at its id; they become its owner. An id of a deleted document is taken, too.
         */
        readonly post: operations["create_document"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A document
         * @description For those who may read it. Its content is at `…/content`.
         */
        readonly get: operations["get_document"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a document
         * @description Hides it and ends its connections; its content stays until it is purged. With `purge=true` a document that was deleted before is
         *     gone for good, with its events, members and shares. For owners.
         */
        readonly delete: operations["delete_document"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change title, metadata or owner
         * @description For editors; the owner is changed by owners.
         */
        readonly patch: operations["change_document"];
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/access": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One's own role
         * @description For anybody who has one.
         */
        readonly get: operations["get_access"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/content": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The content of a document
         * @description As JSON, text, Markdown, Yjs update or state vector. For those who may read it.
         */
        readonly get: operations["get_content"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the content by JSON
         * @description By JSON Patch (RFC 6902) or merge patch (RFC 7396), as the fewest edits: what others write at the same time stays. All of it
         *     happens or nothing. For editors.
         */
        readonly patch: operations["change_content"];
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/duplicate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Copy a document
         * @description Its content as it is now, kind, title and metadata; not its members, shares, events and history. For those who may read it and
         *     edit at the id of the copy.
         */
        readonly post: operations["duplicate_document"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What happened to a document
         * @description As for all documents, for one that the caller may read.
         */
        readonly get: operations["list_document_events"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The members of a scope
         * @description Those of exactly this document or prefix; members of wider scopes count too and are listed there. For owners.
         */
        readonly get: operations["list_members"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/members/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Make somebody a member
         * @description Or change what a member is. Open connections have the new role before the answer. For owners.
         */
        readonly put: operations["set_member"];
        readonly post?: never;
        /**
         * Take a member out
         * @description Also answers 204 if there was none. For owners.
         */
        readonly delete: operations["remove_member"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/problems": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What does not fit the kind
         * @description A document is never refused for it: this tells what editors may stumble over. For those who may read it.
         */
        readonly get: operations["list_problems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Bring a deleted document back
         * @description For its owners.
         */
        readonly post: operations["restore_document"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The runs of a document
         * @description The newest first. A page ends early when it is large, and with `status` it may be empty while `next_cursor` goes on. For readers of
         *     the document.
         */
        readonly get: operations["list_runs"];
        readonly put?: never;
        /**
         * Start a run of a workflow
         * @description It waits until an executor claims it. At most 1,000 runs of a document wait or are under way; of those that are over the newest
         *     1,000 are kept. For editors of workflow documents.
         */
        readonly post: operations["trigger_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A run
         * @description For readers of the document.
         */
        readonly get: operations["read_run"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Cancel a run
         * @description One that waits ends at once. One under way ends when its executor hears of it, or when its lease ends. Cancelling again changes
         *     nothing; a run that ended otherwise can't be cancelled. For editors.
         */
        readonly post: operations["cancel_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/finish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Finish a run
         * @description Its lease ends with it. Saying the same again changes nothing. For editors.
         */
        readonly post: operations["finish_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/logs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The log of a run
         * @description A page, or with `Accept: text/event-stream` a stream: an event `line` for each line with its number as id, `gap` where lines were let
         *     go of, `end` when the run is over or the stream has to end. Resume with `Last-Event-ID`. For readers of the document.
         */
        readonly get: operations["read_log"];
        readonly put?: never;
        /**
         * Add lines to a run's log
         * @description At most 1,000 at once, of 16 KiB each. Of a run the newest 100,000 lines and 16 MiB are kept. For editors, with the run's lease.
         */
        readonly post: operations["add_log_lines"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/progress": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report progress
         * @description For editors.
         */
        readonly post: operations["report_progress"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/renew": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Keep a lease
         * @description It lasts as long again as it was claimed for. 409: it has ended; stop working on the run. For editors.
         */
        readonly post: operations["renew_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/runs/{run}/steps/{step}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Report a step
         * @description New or known: what is missing of its name and node stays. At most 256 steps, together 384 KiB of JSON. Saying the same again changes
         *     nothing. For editors.
         */
        readonly put: operations["report_step"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/shares": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The shares of a scope
         * @description All for owners, one's own for those who may share.
         */
        readonly get: operations["list_shares"];
        readonly put?: never;
        /**
         * Make a share link
         * @description For owners; guests with the permission `share` make more of its scope, which last no longer than it.
         */
        readonly post: operations["create_share"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Write a Yjs update
         * @description What is known already changes nothing. An update that depends on one that is missing waits for it. For editors;
         *     `If-Match` is refused.
         */
        readonly post: operations["write_update"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What happened
         * @description In all documents that the caller may read, in order: a page, or a stream with `Accept: text/event-stream`. A stream goes on until
         *     the token expires or the server restarts; its event `end` says why.
         */
        readonly get: operations["list_events"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * This description
         * @description OpenAPI 3.1. Answers 304 to a request whose `if-none-match` names the present one.
         */
        readonly get: operations["get_openapi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/runs/claim": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Claim a run
         * @description The one that waits longest, of those under the prefix whose documents the caller may edit. Two executors never get the same run: it
         *     belongs to one until its lease ends. Then others may claim it; after three attempts it is `lost`. An answer that gets lost costs
         *     the run a lease, not more.
         */
        readonly post: operations["claim_run"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shares/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a share
         * @description For owners of its scope and for who made it. Ends its tokens and connections, and those of shares made by it.
         */
        readonly delete: operations["revoke_share"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/shares/use": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Use a share link
         * @description Counts one use and gives a token with which connections cost none. For anybody who has the secret.
         */
        readonly post: operations["use_share"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Endpoints
         * @description Of one scope, or of all that the caller owns. For owners of the scope.
         */
        readonly get: operations["list_webhooks"];
        readonly put?: never;
        /**
         * Make an endpoint
         * @description It hears of what happens from now on. For owners of the scope.
         */
        readonly post: operations["create_webhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{webhook}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * An endpoint
         * @description For owners of its scope.
         */
        readonly get: operations["get_webhook"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove an endpoint
         * @description With its log. For owners of its scope.
         */
        readonly delete: operations["remove_webhook"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change an endpoint
         * @description Another URL is tried at once; one that is enabled again goes on where it stopped. For owners of its scope.
         */
        readonly patch: operations["change_webhook"];
        readonly trace?: never;
    };
    readonly "/api/webhooks/{webhook}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What was sent to an endpoint
         * @description The newest 1,000 attempts, the newest first. For owners of its scope.
         */
        readonly get: operations["list_webhook_deliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{webhook}/redeliver": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send something again
         * @description One event at once, out of order, or everything after an event, in order. For owners of its scope.
         */
        readonly post: operations["redeliver_to_webhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{webhook}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give an endpoint a new secret
         * @description The last one signs, too, for 24 hours. For owners of its scope.
         */
        readonly post: operations["rotate_webhook_secret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{webhook}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a test
         * @description An event `webhook.test`, at once, whatever waits and also to a disabled endpoint. Answers when the receiver has. For owners of its scope.
         */
        readonly post: operations["test_webhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/check_store": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Whether documents can be stored
         * @description For administrators: server tokens.
         */
        readonly get: operations["y_sweet_check_store"];
        readonly put?: never;
        /**
         * Whether documents can be stored, as newer SDKs ask
         * @description For administrators: server tokens.
         */
        readonly post: operations["y_sweet_check_store_post"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/d/{document}/as-update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The whole document
         * @description As one Yjs update (v1).
         */
        readonly get: operations["y_sweet_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/d/{document}/update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change the document
         * @description By one Yjs update (v1). Answered when it is on disk.
         */
        readonly post: operations["y_sweet_write"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/doc/{document}/as-update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The whole document, as older SDKs ask
         * @description As one Yjs update (v1).
         */
        readonly get: operations["y_sweet_read_old"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/doc/{document}/auth": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a client token
         * @description For one document. Whoever may do that decides in whose name, so it takes an administrator: a server token.
         */
        readonly post: operations["y_sweet_client_token"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/doc/{document}/update": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change the document, as older SDKs ask
         * @description By one Yjs update (v1). Answered when it is on disk.
         */
        readonly post: operations["y_sweet_write_old"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/doc/new": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a document
         * @description One that is there already stays as it is. For editors.
         */
        readonly post: operations["y_sweet_create_document"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/y-sweet/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the server is there */
        readonly get: operations["y_sweet_ready"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description What the caller may do in a scope.
         * @example {
         *       "may_share": false,
         *       "role": "editor",
         *       "scope": "acme/board/roadmap",
         *       "user": "ada"
         *     }
         */
        readonly Access: {
            /** @description Whether the caller may make share links. */
            readonly may_share: boolean;
            readonly role: components["schemas"]["Role"];
            readonly scope: components["schemas"]["Scope"];
            /** @description The caller's own id. */
            readonly user: string;
        };
        /**
         * @description A user, as they see themselves.
         * @example {
         *       "admin": false,
         *       "color": "#30bced",
         *       "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *       "login": "ada@example.com",
         *       "name": "Ada"
         *     }
         */
        readonly Account: {
            /** @description Whether they administrate this server. */
            readonly admin: boolean;
            /** @description `#rrggbb` */
            readonly color: string;
            readonly id: string;
            /** @description What they log in with; `null` for users of other issuers. */
            readonly login: string | null;
            /** @description How they are shown. */
            readonly name: string | null;
        };
        /**
         * @description What to change about one's account; what is missing stays.
         * @example {
         *       "color": "#30bced",
         *       "name": "Ada Lovelace"
         *     }
         */
        readonly AccountChange: {
            /** @description `#rrggbb`, or empty for the colour that follows from the id. */
            readonly color?: string | null;
            /** @description How the user is shown. */
            readonly name?: string | null;
        };
        /**
         * @description Who did something, as the server verified it.
         * @example {
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        readonly Author: {
            /** @description The user's id. */
            readonly id: string;
            /** @description How the user is shown; missing where nobody vouched for a name. */
            readonly name?: string;
        };
        /** @description One is somebody else's. */
        readonly BoardCardAssignedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.card.assigned";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description There is a new one. */
        readonly BoardCardCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.card.created";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is at another place. */
        readonly BoardCardMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.card.moved";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is gone. */
        readonly BoardCardRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.card.removed";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One has other fields. */
        readonly BoardCardUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.card.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description There is a new one. */
        readonly BoardColumnAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.column.added";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is at another place. */
        readonly BoardColumnMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.column.moved";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is gone. */
        readonly BoardColumnRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.column.removed";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One has other fields. */
        readonly BoardColumnUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "board.column.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description A run and the right to report on it.
         * @example {
         *       "attempt": 1,
         *       "cancel_requested": false,
         *       "created_at": 1700000000000,
         *       "document": "acme/flow",
         *       "error": null,
         *       "executor": "worker-3",
         *       "finished_at": null,
         *       "id": "018bcfe5-6800-7000-8000-000000000000",
         *       "input": {
         *         "since": "2023-11-01"
         *       },
         *       "label": "nightly",
         *       "lease": {
         *         "expires_at": 1700000061000,
         *         "token": "1.4v9Qd0…"
         *       },
         *       "output": null,
         *       "progress": null,
         *       "started_at": 1700000001000,
         *       "status": "running",
         *       "steps": [],
         *       "triggered_by": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "version": 42
         *     }
         */
        readonly ClaimedRun: components["schemas"]["Run"] & {
            readonly lease: components["schemas"]["RunLease"];
        };
        /** @description One open connection. */
        readonly Connection: {
            /** @description The document it is attached to. */
            readonly document: string;
            /**
             * Format: int64
             * @description Its number, unique within one run of the server.
             */
            readonly id: number;
            /** @description How the user is shown. */
            readonly name: string | null;
            readonly role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when, in milliseconds since the Unix epoch.
             */
            readonly since: number;
            /** @description The user's id. */
            readonly user: string;
        };
        /**
         * @description All open connections.
         * @example {
         *       "connections": [
         *         {
         *           "document": "acme/board/roadmap",
         *           "id": 17,
         *           "name": "Ada",
         *           "role": "editor",
         *           "since": 1700000000000,
         *           "user": "ada"
         *         }
         *       ]
         *     }
         */
        readonly Connections: {
            readonly connections: readonly components["schemas"]["Connection"][];
        };
        /**
         * @description Content as JSON.
         * @example {
         *       "content": {
         *         "cards": {},
         *         "columns": {
         *           "todo": {
         *             "order": "a0",
         *             "title": "To do"
         *           }
         *         }
         *       },
         *       "document": "acme/board/roadmap",
         *       "version": 42
         *     }
         */
        readonly Content: {
            /** @description Its roots; what they are is described with each kind. */
            readonly content: Record<string, never>;
            /** @description The document's id. */
            readonly document: string;
            /**
             * Format: int64
             * @description The position of its update log.
             */
            readonly version: number;
        };
        /**
         * @description What became of a change.
         * @example {
         *       "changed": true,
         *       "version": 43
         *     }
         */
        readonly ContentChanged: {
            /** @description Whether anything had to change for it. */
            readonly changed: boolean;
            /**
             * Format: int64
             * @description The version of the document that has it.
             */
            readonly version: number;
        };
        /**
         * @description Something that does not fit.
         * @example {
         *       "message": "there is no such node",
         *       "path": "/edges/e1/source"
         *     }
         */
        readonly ContentProblem: {
            readonly message: string;
            /** @description Where, as a JSON pointer (RFC 6901). */
            readonly path: string;
        };
        /**
         * @description What does not fit a document's kind.
         * @example {
         *       "problems": [
         *         {
         *           "message": "there is no such node",
         *           "path": "/edges/e1/source"
         *         }
         *       ]
         *     }
         */
        readonly ContentProblems: {
            readonly problems: readonly components["schemas"]["ContentProblem"][];
        };
        /**
         * @description A share that was just made.
         * @example {
         *       "created_at": 1700000000000,
         *       "created_by": "ada",
         *       "expires_at": 1700086400000,
         *       "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *       "last_used_at": null,
         *       "max_uses": 10,
         *       "permission": "view",
         *       "revoked_at": null,
         *       "scope": "acme/board/roadmap",
         *       "secret": "share_IzEQWdsrqhNV5CDJdD1mkQ",
         *       "uses": 0
         *     }
         */
        readonly CreatedShare: components["schemas"]["Share"] & {
            /** @description What opens it. Never shown again. */
            readonly secret: string;
        };
        /**
         * @description A document, without its content.
         * @example {
         *       "created_at": 1700000000000,
         *       "created_by": {
         *         "id": "ada",
         *         "name": "Ada Lovelace"
         *       },
         *       "id": "acme/board/roadmap",
         *       "kind": "board",
         *       "metadata": {
         *         "color": "teal"
         *       },
         *       "owner": {
         *         "id": "ada",
         *         "name": "Ada Lovelace"
         *       },
         *       "role": "editor",
         *       "title": "Roadmap",
         *       "updated_at": 1700000360000,
         *       "updated_by": {
         *         "id": "grace",
         *         "name": "Grace Hopper"
         *       },
         *       "version": 42
         *     }
         */
        readonly Document: {
            /**
             * Format: int64
             * @description When it was created, in milliseconds since the Unix epoch.
             */
            readonly created_at: number;
            readonly created_by: null | components["schemas"]["Person"];
            /**
             * Format: int64
             * @description When it was deleted, in milliseconds since the Unix epoch. Only owners see deleted documents.
             */
            readonly deleted_at?: number | null;
            readonly id: string;
            /** @description `document`, `workflow`, `report` or `board`. */
            readonly kind: string;
            /** @description What applications keep with it: at most 16 KiB of JSON, 8 levels deep. */
            readonly metadata: Record<string, never>;
            readonly owner: null | components["schemas"]["Person"];
            /** @description The caller's. */
            readonly role: components["schemas"]["Role"];
            /** @description May be empty. */
            readonly title: string;
            /**
             * Format: int64
             * @description When its content last changed, or else when it was created; in milliseconds since the Unix epoch.
             */
            readonly updated_at: number;
            readonly updated_by: null | components["schemas"]["Person"];
            /**
             * Format: int64
             * @description The position of its update log; 0 if nobody ever wrote to it.
             */
            readonly version: number;
        };
        /** @description Metadata or the owner changed; what is missing did not. */
        readonly DocumentChanged: {
            /** @description The members that changed; `null` for one that is gone. */
            readonly metadata?: Record<string, never>;
            readonly owner?: null | components["schemas"]["Author"];
        };
        /** @description Metadata or the owner of a document changed. */
        readonly DocumentChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["DocumentChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.changed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What is to change of a document. What is missing stays.
         * @example {
         *       "metadata": {
         *         "color": null
         *       },
         *       "title": "Roadmap 2027"
         *     }
         */
        readonly DocumentChanges: {
            /** @description A merge patch (RFC 7396): null removes a member. */
            readonly metadata?: Record<string, never> | null;
            /** @description The id of the user who owns it from now on and becomes a member with the role owner; null for nobody. For owners. */
            readonly owner?: string | null;
            readonly title?: string | null;
        };
        /** @description A document was created. */
        readonly DocumentCreated: {
            /** @description `document`, `board`, `report`, `workflow`. */
            readonly kind: string;
            /** @description Empty if it has none. */
            readonly title: string;
        };
        /** @description A document was created. */
        readonly DocumentCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["DocumentCreated"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.created";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A document was deleted. It can be restored. */
        readonly DocumentDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoData"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.deleted";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description This document began as a copy. */
        readonly DocumentDuplicated: {
            /** @description The id of the document it was copied from. */
            readonly from: string;
        };
        /** @description A document began as a copy; told after it was created. */
        readonly DocumentDuplicatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["DocumentDuplicated"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.duplicated";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Those members of a document that `fields` names.
         * @example {
         *       "id": "acme/board/roadmap",
         *       "title": "Roadmap"
         *     }
         */
        readonly DocumentFields: {
            /** Format: int64 */
            readonly created_at?: number | null;
            readonly created_by?: null | components["schemas"]["Person"];
            /** Format: int64 */
            readonly deleted_at?: number | null;
            readonly id?: string | null;
            readonly kind?: string | null;
            readonly metadata?: Record<string, never> | null;
            readonly owner?: null | components["schemas"]["Person"];
            readonly role?: null | components["schemas"]["Role"];
            readonly title?: string | null;
            /** Format: int64 */
            readonly updated_at?: number | null;
            readonly updated_by?: null | components["schemas"]["Person"];
            /** Format: int64 */
            readonly version?: number | null;
        };
        /** @description Changes up to this version could not be told; read the content. */
        readonly DocumentGapEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoData"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.gap";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @example {
         *       "id": "acme/board/roadmap",
         *       "title": "Roadmap"
         *     }
         */
        readonly DocumentOrFields: components["schemas"]["Document"] | components["schemas"]["DocumentFields"];
        /** @description A document is gone for good. */
        readonly DocumentPurgedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoData"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.purged";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A document got another title. */
        readonly DocumentRenamed: {
            /** @description The title before. */
            readonly old: string;
            readonly title: string;
        };
        /** @description A document got another title. */
        readonly DocumentRenamedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["DocumentRenamed"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.renamed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A deleted document is there again. */
        readonly DocumentRestoredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoData"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.restored";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description A page of documents.
         * @example {
         *       "documents": [
         *         {
         *           "id": "acme/board/roadmap",
         *           "title": "Roadmap"
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        readonly Documents: {
            readonly documents: readonly components["schemas"]["DocumentOrFields"][];
            /** @description For the next page; null if this was the last one. */
            readonly next_cursor: string | null;
        };
        /**
         * @description Content changed that belongs to no thing of a typed document.
         * @example {
         *       "more": false,
         *       "paths": [
         *         "/notes",
         *         "/meta/title"
         *       ]
         *     }
         */
        readonly DocumentUpdated: {
            /** @description All who did it, where it was more than one. */
            readonly authors?: readonly components["schemas"]["Author"][];
            /** @description Whether more changed than is listed. */
            readonly more: boolean;
            /** @description JSON pointers (RFC 6901) to what changed. */
            readonly paths: readonly string[];
        };
        /** @description Content changed that belongs to no thing. */
        readonly DocumentUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["DocumentUpdated"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "document.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Something that happened. `type` says what.
         * @example {
         *       "connection": 17,
         *       "data": {
         *         "changes": [
         *           {
         *             "new": "done",
         *             "old": "todo",
         *             "path": "/column"
         *           }
         *         ],
         *         "id": "c1"
         *       },
         *       "document": "acme/board",
         *       "id": "123",
         *       "time": 1700000000000,
         *       "type": "board.card.moved",
         *       "user": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "version": 42
         *     }
         */
        readonly Event: components["schemas"]["DocumentCreatedEvent"] | components["schemas"]["DocumentRenamedEvent"] | components["schemas"]["DocumentChangedEvent"] | components["schemas"]["DocumentDeletedEvent"] | components["schemas"]["DocumentRestoredEvent"] | components["schemas"]["DocumentPurgedEvent"] | components["schemas"]["DocumentDuplicatedEvent"] | components["schemas"]["DocumentUpdatedEvent"] | components["schemas"]["DocumentGapEvent"] | components["schemas"]["WorkflowNodeAddedEvent"] | components["schemas"]["WorkflowNodeUpdatedEvent"] | components["schemas"]["WorkflowNodeRemovedEvent"] | components["schemas"]["WorkflowNodeMovedEvent"] | components["schemas"]["WorkflowEdgeAddedEvent"] | components["schemas"]["WorkflowEdgeUpdatedEvent"] | components["schemas"]["WorkflowEdgeRemovedEvent"] | components["schemas"]["ReportSectionAddedEvent"] | components["schemas"]["ReportSectionUpdatedEvent"] | components["schemas"]["ReportSectionRemovedEvent"] | components["schemas"]["ReportSectionMovedEvent"] | components["schemas"]["BoardColumnAddedEvent"] | components["schemas"]["BoardColumnUpdatedEvent"] | components["schemas"]["BoardColumnRemovedEvent"] | components["schemas"]["BoardColumnMovedEvent"] | components["schemas"]["BoardCardCreatedEvent"] | components["schemas"]["BoardCardUpdatedEvent"] | components["schemas"]["BoardCardRemovedEvent"] | components["schemas"]["BoardCardMovedEvent"] | components["schemas"]["BoardCardAssignedEvent"] | components["schemas"]["RunQueuedEvent"] | components["schemas"]["RunStartedEvent"] | components["schemas"]["RunStepEvent"] | components["schemas"]["RunProgressEvent"] | components["schemas"]["RunFinishedEvent"] | components["schemas"]["RunCancelRequestedEvent"] | components["schemas"]["RunLeaseLostEvent"];
        /**
         * @description Events in order.
         * @example {
         *       "events": [
         *         {
         *           "connection": 17,
         *           "data": {
         *             "changes": [
         *               {
         *                 "new": "done",
         *                 "old": "todo",
         *                 "path": "/column"
         *               }
         *             ],
         *             "id": "c1"
         *           },
         *           "document": "acme/board",
         *           "id": "123",
         *           "time": 1700000000000,
         *           "type": "board.card.moved",
         *           "user": {
         *             "id": "ada",
         *             "name": "Ada"
         *           },
         *           "version": 42
         *         }
         *       ],
         *       "gap": false,
         *       "next": "123"
         *     }
         */
        readonly EventPage: {
            /** @description The events; there may be more although these are fewer than `limit`. */
            readonly events: readonly components["schemas"]["Event"][];
            /** @description Events after the one that was asked for are not kept any more. */
            readonly gap: boolean;
            /** @description Goes into `after` for what follows. The end was reached where it is what was asked with, or no events come. */
            readonly next: string;
        };
        /**
         * @description One place that changed: another value (no `old`: there was none; no `new`, `splice` or `omitted`: there is none any more), or a
         *     piece of a text.
         * @example {
         *       "new": "done",
         *       "old": "todo",
         *       "path": "/column"
         *     }
         */
        readonly FieldChange: {
            /** @description The value now, if it is not too large. */
            readonly new?: unknown;
            /** @description The value before, if that was not too large. */
            readonly old?: unknown;
            /**
             * Format: int64
             * @description How many bytes the value before had, if it is left out.
             */
            readonly old_omitted?: number;
            /**
             * Format: int64
             * @description How many bytes the value now has, if it is left out.
             */
            readonly omitted?: number;
            /** @description A JSON pointer (RFC 6901) inside of the thing; empty for the thing itself. */
            readonly path: string;
            readonly splice?: components["schemas"]["TextSplice"];
        };
        /** @description Who came by a share. */
        readonly Guest: {
            /** @description `#rrggbb` */
            readonly color: string;
            readonly id: string;
            readonly name: string | null;
        };
        /**
         * @description Whom to kick. At least one member; all that are given must fit.
         * @example {
         *       "document": "acme/board/roadmap",
         *       "user": "ada"
         *     }
         */
        readonly Kick: {
            /**
             * Format: int64
             * @description The connection of this number.
             */
            readonly connection?: number | null;
            /** @description Connections to this document. */
            readonly document?: string | null;
            /** @description Connections of this user. */
            readonly user?: string | null;
        };
        /**
         * @description How many were kicked.
         * @example {
         *       "kicked": 1
         *     }
         */
        readonly Kicked: {
            /** @description Connections that were ended. */
            readonly kicked: number;
        };
        /** @description Who changed something. */
        readonly LiveAuthor: {
            readonly id: string;
            readonly name: string | null;
        };
        /**
         * @description What an error is about, for programs.
         * @enum {string}
         */
        readonly LiveErrorCode: "malformed" | "unknown_type" | "not_allowed" | "test_failed" | "patch_failed" | "too_large" | "unavailable" | "refused" | "closed";
        /** @description What a client hears at `/live/{document id}`. */
        readonly LiveMessage: {
            readonly content: Record<string, never>;
            readonly document: string;
            readonly locks: readonly unknown[];
            readonly participants: readonly components["schemas"]["LiveParticipant"][];
            readonly role: components["schemas"]["Role"];
            readonly self: components["schemas"]["LiveSelf"];
            readonly session: components["schemas"]["LiveSession"];
            /** @enum {string} */
            readonly type: "connected";
            /** Format: int64 */
            readonly version: number;
        } | {
            /** Format: int64 */
            readonly client: number;
            readonly presence: unknown;
            /** @enum {string} */
            readonly type: "user_joined";
            readonly user?: unknown;
        } | {
            /** Format: int64 */
            readonly client: number;
            /** @enum {string} */
            readonly type: "user_left";
            readonly user?: unknown;
        } | {
            /** Format: int64 */
            readonly client: number;
            readonly presence: unknown;
            /** @enum {string} */
            readonly type: "presence_update";
            readonly user?: unknown;
        } | {
            /** Format: int64 */
            readonly client: number;
            readonly cursor?: unknown;
            /** @enum {string} */
            readonly type: "cursor_update";
            readonly user?: unknown;
        } | {
            /** Format: int64 */
            readonly client: number;
            /** @enum {string} */
            readonly type: "viewport_update";
            readonly user?: unknown;
            readonly viewport?: unknown;
        } | {
            /** Format: int64 */
            readonly connection?: number | null;
            readonly patch: readonly components["schemas"]["PatchOperation"][];
            /** @enum {string} */
            readonly type: "content_update";
            readonly user?: null | components["schemas"]["LiveAuthor"];
            /**
             * Format: int64
             * @description The document's version with it.
             */
            readonly version: number;
        } | {
            readonly message?: string | null;
            readonly self: components["schemas"]["LiveSelfChange"];
            /** @enum {string} */
            readonly type: "session_update";
        } | {
            readonly event: components["schemas"]["Event"];
            /** @enum {string} */
            readonly type: "event";
        } | {
            readonly from: string;
            readonly to: string;
            /** @enum {string} */
            readonly type: "events_missed";
        } | {
            /** @description The request's. */
            readonly id: unknown;
            /** @enum {string} */
            readonly type: "ack";
            /**
             * Format: int64
             * @description For an edit: the document's version with it.
             */
            readonly version?: number | null;
        } | {
            readonly code: components["schemas"]["LiveErrorCode"];
            /** @description The request's; `null` if it had none or this is about none. */
            readonly id: unknown;
            readonly message: string;
            /** @enum {string} */
            readonly type: "error";
        };
        /** @description Somebody who is here. */
        readonly LiveParticipant: {
            /**
             * Format: int64
             * @description The awareness client id.
             */
            readonly client: number;
            /** @description All of the client's presence. */
            readonly presence: unknown;
            /** @description As the client's presence has it; the server's for those whom it knows. */
            readonly user?: unknown;
        };
        /** @description What a client says at `/live/{document id}`. The answer to a request with an `id` (any JSON, at most 128 bytes) repeats it. */
        readonly LiveRequest: {
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "heartbeat";
        } | {
            readonly id?: unknown;
            readonly token: string;
            /** @enum {string} */
            readonly type: "authenticate";
        } | {
            readonly id?: unknown;
            readonly presence: Record<string, never>;
            /** @enum {string} */
            readonly type: "presence_update";
        } | {
            readonly cursor?: unknown;
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "cursor_update";
        } | {
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "viewport_update";
            readonly viewport?: unknown;
        } | {
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "typing";
            readonly typing?: unknown;
        } | {
            readonly id?: unknown;
            readonly patch: readonly components["schemas"]["PatchOperation"][];
            /** @enum {string} */
            readonly type: "content_patch";
        } | {
            /**
             * Format: int64
             * @description How much is taken out there; nothing if it is missing.
             */
            readonly delete?: number | null;
            readonly id?: unknown;
            /** Format: int64 */
            readonly index: number;
            /** @description What is put in there; nothing if it is missing. */
            readonly insert?: string | null;
            /** @description A JSON pointer (RFC 6901) to the text. */
            readonly path: string;
            /** @enum {string} */
            readonly type: "text_change";
        } | {
            /** @description The id of the event to go on after; from now on if it is missing. */
            readonly after?: string | null;
            /** @description Types such as `board.card.moved`, with `*` for anything; all if it is missing. */
            readonly events?: readonly string[];
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "subscribe";
        } | {
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "unsubscribe";
        };
        /** @description Who one is. */
        readonly LiveSelf: {
            /**
             * Format: int64
             * @description One's awareness client id, as Yjs clients see it.
             */
            readonly client: number;
            /**
             * Format: int64
             * @description The connection's number, as in events.
             */
            readonly connection: number;
            readonly role: components["schemas"]["Role"];
            readonly user: components["schemas"]["LiveUser"];
        };
        /** @description What changed about oneself. */
        readonly LiveSelfChange: {
            readonly role?: null | components["schemas"]["Role"];
            readonly token?: null | components["schemas"]["LiveToken"];
        };
        /** @description How people work together here. */
        readonly LiveSession: {
            /** @description `parallel`: all editors edit. */
            readonly mode: string;
        };
        /**
         * @description What is the matter with one's token.
         * @enum {string}
         */
        readonly LiveToken: "expiring";
        /** @description A user, as the server knows them. */
        readonly LiveUser: {
            /** @description `#rrggbb` */
            readonly color: string;
            readonly id: string;
            readonly name: string | null;
        };
        /**
         * @description Who logs in.
         * @example {
         *       "login": "ada@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        readonly Login: {
            readonly login: string;
            readonly password: string;
        };
        /**
         * @description How loud a line is.
         * @example info
         * @enum {string}
         */
        readonly LogLevel: "debug" | "info" | "warn" | "error";
        /**
         * @description A line of a log.
         * @example {
         *       "level": "info",
         *       "n": 17,
         *       "step": "n1",
         *       "text": "3 rows",
         *       "time": 1700000001500
         *     }
         */
        readonly LogLine: {
            readonly level: components["schemas"]["LogLevel"];
            /**
             * Format: int64
             * @description Its number, from 1.
             */
            readonly n: number;
            /** @description The step that printed it. */
            readonly step?: string | null;
            readonly text: string;
            /**
             * Format: int64
             * @description When it was printed, in milliseconds since the Unix epoch.
             */
            readonly time: number;
        };
        /**
         * @description Where to log out.
         * @example {
         *       "everywhere": true
         *     }
         */
        readonly Logout: {
            /** @description All logins of the user, and not just this one. */
            readonly everywhere?: boolean;
        };
        /**
         * @description One member of a scope.
         * @example {
         *       "changed_at": 1700000000000,
         *       "changed_by": "grace",
         *       "role": "editor",
         *       "user": "ada"
         *     }
         */
        readonly Member: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly changed_at: number;
            /** @description Who decided that. */
            readonly changed_by: string;
            readonly role: components["schemas"]["Standing"];
            /** @description The user's id, as tokens have it. */
            readonly user: string;
        };
        /**
         * @description All members of a scope.
         * @example {
         *       "members": [
         *         {
         *           "changed_at": 1700000000000,
         *           "changed_by": "grace",
         *           "role": "editor",
         *           "user": "ada"
         *         }
         *       ]
         *     }
         */
        readonly Members: {
            readonly members: readonly components["schemas"]["Member"][];
        };
        /**
         * @description What a member shall be.
         * @example {
         *       "role": "editor"
         *     }
         */
        readonly MemberSetting: {
            readonly role: components["schemas"]["Standing"];
        };
        /**
         * @description A copy that is to be made.
         * @example {
         *       "title": "Roadmap, second try",
         *       "under": "acme/drafts/"
         *     }
         */
        readonly NewCopy: {
            /** @description The id of the copy. Without it one is made. */
            readonly id?: string | null;
            /** @description That of the original unless it is said. */
            readonly title?: string | null;
            /** @description Where an id that is made begins; beside the original unless it is said. */
            readonly under?: string | null;
        };
        /**
         * @description A document that is to be created.
         * @example {
         *       "kind": "board",
         *       "metadata": {
         *         "color": "teal"
         *       },
         *       "title": "Roadmap",
         *       "under": "acme/"
         *     }
         */
        readonly NewDocument: {
            /** @description What it begins with, as JSON, instead of what its kind begins with; `{}` for nothing. */
            readonly content?: Record<string, never> | null;
            /** @description Its id, a path of 1 to 512 bytes. Without it one is made. */
            readonly id?: string | null;
            /** @description `document` (free form), `workflow`, `report` or `board`; `document` unless it is said. */
            readonly kind?: string | null;
            /** @description At most 16 KiB of JSON, 8 levels deep. */
            readonly metadata?: Record<string, never>;
            /** @description One line of at most 300 characters. */
            readonly title?: string;
            /** @description Where an id that is made begins; ends in a slash. */
            readonly under?: string | null;
        };
        /**
         * @description A line to be added.
         * @example {
         *       "level": "info",
         *       "step": "n1",
         *       "text": "3 rows"
         *     }
         */
        readonly NewLogLine: {
            readonly level?: components["schemas"]["LogLevel"];
            /** @description The step that printed it. */
            readonly step?: string | null;
            /** @description At most 16 KiB. */
            readonly text: string;
            /**
             * Format: int64
             * @description When it was printed, in milliseconds since the Unix epoch; now, if missing.
             */
            readonly time?: number | null;
        };
        /**
         * @description What a new share is to be.
         * @example {
         *       "expires_in": 86400,
         *       "max_uses": 10,
         *       "permission": "view"
         *     }
         */
        readonly NewShare: {
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch. In the future.
             */
            readonly expires_at?: number | null;
            /**
             * Format: int64
             * @description When it ends, in seconds from now. `expires_at` goes before.
             */
            readonly expires_in?: number | null;
            /**
             * Format: int64
             * @description How often it can be used.
             */
            readonly max_uses?: number | null;
            readonly permission: components["schemas"]["Permission"];
        };
        /** @description There is nothing more to say. */
        readonly NoData: Record<string, never>;
        /**
         * @description Has no members.
         * @example {}
         */
        readonly Nothing: Record<string, never>;
        /**
         * @description A new password, and the present one.
         * @example {
         *       "new": "staple correct horse",
         *       "old": "correct horse battery"
         *     }
         */
        readonly PasswordChange: {
            readonly new: string;
            readonly old: string;
        };
        /**
         * @description One operation of a JSON Patch (RFC 6902). Paths are JSON pointers (RFC 6901).
         * @example {
         *       "op": "replace",
         *       "path": "/cards/c1/column",
         *       "value": "done"
         *     }
         */
        readonly PatchOperation: {
            /** @enum {string} */
            readonly op: "add";
            readonly path: string;
            readonly value: unknown;
        } | {
            /** @enum {string} */
            readonly op: "remove";
            readonly path: string;
        } | {
            /** @enum {string} */
            readonly op: "replace";
            readonly path: string;
            readonly value: unknown;
        } | {
            readonly from: string;
            /** @enum {string} */
            readonly op: "move";
            readonly path: string;
        } | {
            readonly from: string;
            /** @enum {string} */
            readonly op: "copy";
            readonly path: string;
        } | {
            /** @enum {string} */
            readonly op: "test";
            readonly path: string;
            readonly value: unknown;
        };
        /**
         * @description What a share lets people do; each includes those before it.
         * @example share
         * @enum {string}
         */
        readonly Permission: "view" | "comment" | "edit" | "share";
        /**
         * @description A user, with the name that was known then.
         * @example {
         *       "id": "ada",
         *       "name": "Ada Lovelace"
         *     }
         */
        readonly Person: {
            readonly id: string;
            readonly name?: string | null;
        };
        /** @description Why a request was refused, and what to do (RFC 9457). Some refusals have more members, which their operation names. */
        readonly Problem: {
            /**
             * @description What went wrong here, and what to do.
             * @example you have no right to do that
             */
            readonly detail: string;
            /**
             * Format: int32
             * @description The status of the answer.
             * @example 403
             */
            readonly status: number;
            /**
             * @description A few words, the same for all problems of a kind.
             * @example no right
             */
            readonly title: string;
            /**
             * @description Always `about:blank`: the status and the title say what kind of problem it is.
             * @example about:blank
             */
            readonly type: string;
        };
        /**
         * @description What a login left to go on with.
         * @example {
         *       "refresh_token": "refresh_IzEQWdsrqhNV5CDJdD1mkQ"
         *     }
         */
        readonly Refresh: {
            readonly refresh_token: string;
        };
        /**
         * @description A new account.
         * @example {
         *       "login": "ada@example.com",
         *       "name": "Ada",
         *       "password": "correct horse battery"
         *     }
         */
        readonly Registration: {
            /** @description An address or user name without spaces. */
            readonly login: string;
            /** @description How the user is shown; as the login if it is empty. */
            readonly name?: string;
            readonly password: string;
        };
        /** @description There is a new one. */
        readonly ReportSectionAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "report.section.added";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is at another place. */
        readonly ReportSectionMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "report.section.moved";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is gone. */
        readonly ReportSectionRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "report.section.removed";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One has other fields. */
        readonly ReportSectionUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "report.section.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What to withdraw: one token (`jti`, and `expires_at` if it is known), or all of a user (`user`, and `before` if not all until now).
         * @example {
         *       "user": "ada"
         *     }
         */
        readonly Revocation: {
            /**
             * Format: int64
             * @description Issued up to this time, in milliseconds since the Unix epoch; up to now if it is missing.
             */
            readonly before?: number | null;
            /**
             * Format: int64
             * @description When that token expires, in milliseconds since the Unix epoch, if it is known.
             */
            readonly expires_at?: number | null;
            /** @description One token. */
            readonly jti?: string | null;
            /** @description All tokens of a user. */
            readonly user?: string | null;
        };
        /**
         * @description What somebody is in a document, the weakest first.
         * @example owner
         * @enum {string}
         */
        readonly Role: "viewer" | "commenter" | "editor" | "owner";
        /**
         * @description One execution of a workflow. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "attempt": 1,
         *       "cancel_requested": false,
         *       "created_at": 1700000000000,
         *       "document": "acme/flow",
         *       "error": null,
         *       "executor": "worker-3",
         *       "finished_at": null,
         *       "id": "018bcfe5-6800-7000-8000-000000000000",
         *       "input": {
         *         "since": "2023-11-01"
         *       },
         *       "label": "nightly",
         *       "output": null,
         *       "progress": {
         *         "fraction": 0.5,
         *         "message": null
         *       },
         *       "started_at": 1700000001000,
         *       "status": "running",
         *       "steps": [],
         *       "triggered_by": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "version": 42
         *     }
         */
        readonly Run: {
            /**
             * Format: int32
             * @description The first attempt is 1.
             */
            readonly attempt: number;
            /** @description Somebody wants it to end. */
            readonly cancel_requested: boolean;
            /** Format: int64 */
            readonly created_at: number;
            readonly document: string;
            readonly error?: string | null;
            /** @description What the executor calls itself that has it, or had it last. */
            readonly executor?: string | null;
            /** Format: int64 */
            readonly finished_at?: number | null;
            /** @description A UUID that grows with time. */
            readonly id: string;
            /** @description What it was given: any JSON; `null` for nothing. */
            readonly input: unknown;
            readonly label?: string | null;
            /** @description What came of it: any JSON; `null` for nothing. */
            readonly output: unknown;
            readonly progress?: null | components["schemas"]["RunProgress"];
            /**
             * Format: int64
             * @description When the current attempt was claimed.
             */
            readonly started_at?: number | null;
            readonly status: components["schemas"]["RunStatus"];
            /** @description In the order they were first reported. */
            readonly steps: readonly components["schemas"]["RunStep"][];
            readonly triggered_by: components["schemas"]["RunAuthor"];
            /**
             * Format: int64
             * @description The version of the document when the run was triggered.
             */
            readonly version: number;
        };
        /**
         * @description Somebody.
         * @example {
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        readonly RunAuthor: {
            /** @description The user's id. */
            readonly id: string;
            /** @description The name, where it is known. */
            readonly name?: string | null;
        };
        /** @description Somebody wants a run no longer. */
        readonly RunCancelRequested: {
            readonly run: string;
        };
        /** @description A run is to be cancelled. */
        readonly RunCancelRequestedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunCancelRequested"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.cancel_requested";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What an executor wants to work on.
         * @example {
         *       "executor": "worker-3",
         *       "lease_seconds": 60,
         *       "under": "acme/",
         *       "wait_seconds": 0
         *     }
         */
        readonly RunClaim: {
            /** @description What the executor calls itself. */
            readonly executor: string;
            /**
             * Format: int32
             * @description How long the lease lasts until it is renewed.
             */
            readonly lease_seconds?: number;
            /** @description A prefix with its slash, a document id, or `/` for everything. */
            readonly under: string;
            /**
             * Format: int32
             * @description How long to wait for a run if there is none.
             */
            readonly wait_seconds?: number;
        };
        /**
         * @description How a run ended.
         * @enum {string}
         */
        readonly RunEnd: "succeeded" | "failed" | "cancelled" | "lost";
        /**
         * @description How a run ends.
         * @example succeeded
         * @enum {string}
         */
        readonly RunEnding: "succeeded" | "failed" | "cancelled";
        /**
         * @description How the run ended.
         * @example {
         *       "lease": "1.4v9Qd0…",
         *       "output": {
         *         "rows": 3
         *       },
         *       "status": "succeeded"
         *     }
         */
        readonly RunFinish: {
            /** @description At most 4 KiB. */
            readonly error?: string | null;
            readonly lease: string;
            /** @description Any JSON, at most 48 KiB. */
            readonly output?: unknown;
            readonly status: components["schemas"]["RunEnding"];
        };
        /** @description Nothing will become of a run any more. */
        readonly RunFinished: {
            /** Format: int32 */
            readonly attempt: number;
            /** @description What went wrong. */
            readonly error: string | null;
            /** @description What came of it. */
            readonly output: unknown;
            readonly run: string;
            readonly status: components["schemas"]["RunEnd"];
        };
        /** @description A run is over. */
        readonly RunFinishedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunFinished"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.finished";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description The right to report on a run.
         * @example {
         *       "expires_at": 1700000061000,
         *       "token": "1.4v9Qd0…"
         *     }
         */
        readonly RunLease: {
            /**
             * Format: int64
             * @description When the run is given to others, in milliseconds since the Unix epoch.
             */
            readonly expires_at: number;
            /** @description Goes with each report. It begins with a number that grows with each claim of the run. */
            readonly token: string;
        };
        /** @description The executor of a run was not heard of in time. */
        readonly RunLeaseLostEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunStarted"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.lease_lost";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Some lines of a log, in order.
         * @example {
         *       "ended": false,
         *       "first": 1,
         *       "lines": [],
         *       "next": 17
         *     }
         */
        readonly RunLogPage: {
            /** @description The run is over and these are the last lines: nothing comes after them. */
            readonly ended: boolean;
            /**
             * Format: int64
             * @description The number of the oldest line that is kept. Where it is beyond what was asked for, lines between were let go of.
             */
            readonly first: number;
            readonly lines: readonly components["schemas"]["LogLine"][];
            /**
             * Format: int64
             * @description What to ask for next with `after`.
             */
            readonly next: number;
        };
        /**
         * @description Lines to be added to a log.
         * @example {
         *       "lease": "1.4v9Qd0…",
         *       "lines": [
         *         {
         *           "level": "info",
         *           "text": "3 rows"
         *         }
         *       ]
         *     }
         */
        readonly RunLogReport: {
            readonly lease: string;
            /** @description 1 to 1,000 lines. */
            readonly lines: readonly components["schemas"]["NewLogLine"][];
        };
        /**
         * @description What was added to a log.
         * @example {
         *       "cancel_requested": false,
         *       "last": 17
         *     }
         */
        readonly RunLogReported: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            readonly cancel_requested: boolean;
            /**
             * Format: int64
             * @description The number of the last line.
             */
            readonly last: number;
        };
        /**
         * @description How far a run has come.
         * @example {
         *       "fraction": 0.5,
         *       "message": "half of the rows"
         *     }
         */
        readonly RunProgress: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            readonly fraction: number;
            readonly message?: string | null;
        };
        /** @description How far a run has come. */
        readonly RunProgressed: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            readonly fraction: number;
            /** @description What is going on. */
            readonly message: string | null;
            readonly run: string;
        };
        /** @description A run has come so far. */
        readonly RunProgressEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunProgressed"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.progress";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description How far the run is.
         * @example {
         *       "fraction": 0.5,
         *       "lease": "1.4v9Qd0…",
         *       "message": "half of the rows"
         *     }
         */
        readonly RunProgressReport: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            readonly fraction: number;
            readonly lease: string;
            readonly message?: string | null;
        };
        /** @description A run waits for an executor. */
        readonly RunQueued: {
            /**
             * Format: int32
             * @description From 1; more if executors were not heard of again.
             */
            readonly attempt: number;
            readonly label: string | null;
            readonly run: string;
        };
        /** @description A run waits for an executor. */
        readonly RunQueuedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunQueued"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.queued";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description The lease of the executor that reports.
         * @example {
         *       "lease": "1.4v9Qd0…"
         *     }
         */
        readonly RunRenewal: {
            /** @description The lease's token. */
            readonly lease: string;
        };
        /**
         * @description How long the lease goes on.
         * @example {
         *       "cancel_requested": false,
         *       "expires_at": 1700000091000
         *     }
         */
        readonly RunRenewed: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            readonly cancel_requested: boolean;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly expires_at: number;
        };
        /**
         * @description What an executor is told after a report.
         * @example {
         *       "cancel_requested": false
         *     }
         */
        readonly RunReported: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            readonly cancel_requested: boolean;
        };
        /**
         * @description Some runs of a document, the newest first.
         * @example {
         *       "next_cursor": null,
         *       "runs": []
         *     }
         */
        readonly Runs: {
            /** @description Where the next page goes on; `null` at the end. */
            readonly next_cursor?: string | null;
            readonly runs: readonly components["schemas"]["Run"][];
        };
        /** @description An executor has it. */
        readonly RunStarted: {
            /** Format: int32 */
            readonly attempt: number;
            readonly executor: string | null;
            readonly run: string;
        };
        /** @description An executor works on a run. */
        readonly RunStartedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunStarted"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.started";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Where a run is: `queued` until an executor claims it, `lost` when three of them were not heard of again.
         * @example running
         * @enum {string}
         */
        readonly RunStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        /**
         * @description One step of a run.
         * @example {
         *       "attempt": 1,
         *       "error": null,
         *       "finished_at": 1700000002000,
         *       "id": "n1",
         *       "name": "Fetch",
         *       "node": "n1",
         *       "output": {
         *         "rows": 3
         *       },
         *       "started_at": 1700000001000,
         *       "status": "succeeded"
         *     }
         */
        readonly RunStep: {
            /**
             * Format: int32
             * @description The run's attempt that reported it last.
             */
            readonly attempt: number;
            readonly error?: string | null;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly finished_at?: number | null;
            /** @description Chosen by the executor. */
            readonly id: string;
            readonly name?: string | null;
            /** @description The workflow's node that it carries out. */
            readonly node?: string | null;
            /** @description Any JSON; `null` for nothing. */
            readonly output: unknown;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly started_at: number;
            readonly status: components["schemas"]["StepStatus"];
        };
        /** @description A step of a run began, ended or changed. */
        readonly RunStepEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["RunStepped"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "run.step";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A step began, ended or changed. */
        readonly RunStepped: {
            readonly run: string;
            /** @description The step as it is now, as in the run. */
            readonly step: Record<string, never>;
        };
        /**
         * @description Where a step is.
         * @example {
         *       "lease": "1.4v9Qd0…",
         *       "name": "Fetch",
         *       "node": "n1",
         *       "status": "running"
         *     }
         */
        readonly RunStepReport: {
            /** @description At most 4 KiB. */
            readonly error?: string | null;
            readonly lease: string;
            /** @description Stays as it was if missing. */
            readonly name?: string | null;
            /** @description The workflow's node; stays as it was if missing. */
            readonly node?: string | null;
            /** @description Any JSON, at most 16 KiB. */
            readonly output?: unknown;
            readonly status: components["schemas"]["StepStatus"];
        };
        /**
         * @description A run to be started.
         * @example {
         *       "input": {
         *         "since": "2023-11-01"
         *       },
         *       "label": "nightly"
         *     }
         */
        readonly RunTrigger: {
            /** @description Any JSON, at most 48 KiB. */
            readonly input?: unknown;
            readonly label?: string | null;
        };
        /**
         * @description A document id, a prefix with its slash, or `/` for everything.
         * @example acme/board/roadmap
         * @example acme/
         */
        readonly Scope: string;
        /**
         * @description A share, without its secret.
         * @example {
         *       "created_at": 1700000000000,
         *       "created_by": "ada",
         *       "expires_at": 1700086400000,
         *       "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *       "last_used_at": null,
         *       "max_uses": 10,
         *       "permission": "view",
         *       "revoked_at": null,
         *       "scope": "acme/board/roadmap",
         *       "uses": 0
         *     }
         */
        readonly Share: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly created_at: number;
            /** @description The user who made it. */
            readonly created_by: string;
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch.
             */
            readonly expires_at: number | null;
            /** @description Names it; it opens nothing. */
            readonly id: string;
            /**
             * Format: int64
             * @description When last, in milliseconds since the Unix epoch.
             */
            readonly last_used_at: number | null;
            /**
             * Format: int64
             * @description How often it can be used.
             */
            readonly max_uses: number | null;
            readonly permission: components["schemas"]["Permission"];
            /**
             * Format: int64
             * @description When it was revoked, in milliseconds since the Unix epoch.
             */
            readonly revoked_at: number | null;
            readonly scope: components["schemas"]["Scope"];
            /**
             * Format: int64
             * @description How often it was used.
             */
            readonly uses: number;
        };
        /**
         * @description Shares of a scope.
         * @example {
         *       "shares": [
         *         {
         *           "created_at": 1700000000000,
         *           "created_by": "ada",
         *           "expires_at": null,
         *           "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *           "last_used_at": 1700000100000,
         *           "max_uses": null,
         *           "permission": "view",
         *           "revoked_at": null,
         *           "scope": "acme/board/roadmap",
         *           "uses": 3
         *         }
         *       ]
         *     }
         */
        readonly Shares: {
            readonly shares: readonly components["schemas"]["Share"][];
        };
        /**
         * @description A share link that somebody got.
         * @example {
         *       "name": "Grace",
         *       "secret": "share_IzEQWdsrqhNV5CDJdD1mkQ"
         *     }
         */
        readonly ShareUse: {
            /** @description How the guest is to be shown. */
            readonly name?: string | null;
            /** @description The secret of the link. */
            readonly secret: string;
        };
        /**
         * @description What a member is: a role, or blocked whatever else grants one.
         * @example owner
         * @enum {string}
         */
        readonly Standing: "blocked" | "viewer" | "commenter" | "editor" | "owner";
        /**
         * @description Where a step is.
         * @example succeeded
         * @enum {string}
         */
        readonly StepStatus: "running" | "succeeded" | "failed" | "skipped";
        /**
         * @description A piece of a text that was replaced. Positions count UTF-16 code units, as in JavaScript.
         * @example {
         *       "delete": 3,
         *       "index": 12,
         *       "insert": "more"
         *     }
         */
        readonly TextSplice: {
            /**
             * Format: int64
             * @description How much was taken out there.
             */
            readonly delete: number;
            /**
             * Format: int64
             * @description Where.
             */
            readonly index: number;
            /** @description What was put in there. */
            readonly insert: string;
        };
        /**
         * @description A new thing.
         * @example {
         *       "id": "c1",
         *       "value": {
         *         "column": "todo",
         *         "order": "a0",
         *         "title": "Fix login"
         *       }
         *     }
         */
        readonly ThingAdded: {
            /** @description All who did it, where it was more than one. */
            readonly authors?: readonly components["schemas"]["Author"][];
            /** @description Its id, unique in its collection. */
            readonly id: string;
            /**
             * Format: int64
             * @description How many bytes the value has, if it is left out.
             */
            readonly omitted?: number;
            /** @description All of it; missing if it is too large. */
            readonly value?: unknown;
        };
        /**
         * @description A thing with other fields.
         * @example {
         *       "changes": [
         *         {
         *           "new": "done",
         *           "old": "todo",
         *           "path": "/column"
         *         }
         *       ],
         *       "id": "c1"
         *     }
         */
        readonly ThingChanged: {
            /** @description All who did it, where it was more than one. */
            readonly authors?: readonly components["schemas"]["Author"][];
            /** @description What really changed, to be applied in order. */
            readonly changes: readonly components["schemas"]["FieldChange"][];
            /** @description Its id, unique in its collection. */
            readonly id: string;
        };
        /**
         * @description A thing that is gone.
         * @example {
         *       "id": "c1"
         *     }
         */
        readonly ThingRemoved: {
            /** @description All who did it, where it was more than one. */
            readonly authors?: readonly components["schemas"]["Author"][];
            /** @description Its id, unique in its collection. */
            readonly id: string;
            /** @description What it was, if that was not too large. */
            readonly value?: unknown;
        };
        /**
         * @description What a login gives.
         * @example {
         *       "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
         *       "expires_in": 900,
         *       "refresh_token": "refresh_IzEQWdsrqhNV5CDJdD1mkQ",
         *       "token_type": "Bearer",
         *       "user": {
         *         "admin": false,
         *         "color": "#30bced",
         *         "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *         "login": "ada@example.com",
         *         "name": "Ada"
         *       }
         *     }
         */
        readonly Tokens: {
            /** @description For requests and connections. */
            readonly access_token: string;
            /**
             * Format: int64
             * @description How long the access token lasts, in seconds.
             */
            readonly expires_in: number;
            /** @description For the next access token; works once. */
            readonly refresh_token: string;
            /** @description Always `Bearer`. */
            readonly token_type: string;
            readonly user: components["schemas"]["Account"];
        };
        /**
         * @description What a share gave.
         * @example {
         *       "expires_at": 1700043200000,
         *       "share": {
         *         "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *         "permission": "view",
         *         "scope": "acme/board/roadmap"
         *       },
         *       "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
         *       "user": {
         *         "color": "#30bced",
         *         "id": "guest-4f1c",
         *         "name": "Grace"
         *       }
         *     }
         */
        readonly UsedShare: {
            /**
             * Format: int64
             * @description When the token expires, in milliseconds since the Unix epoch.
             */
            readonly expires_at: number;
            readonly share: components["schemas"]["UsedShareOf"];
            /** @description For connections and requests; with it nothing is counted. */
            readonly token: string;
            readonly user: components["schemas"]["Guest"];
        };
        /** @description The share that was used. */
        readonly UsedShareOf: {
            readonly id: string;
            readonly permission: components["schemas"]["Permission"];
            readonly scope: components["schemas"]["Scope"];
        };
        /**
         * @description An endpoint.
         * @example {
         *       "created_at": 1700000000000,
         *       "created_by": "ada",
         *       "cursor": "4711",
         *       "description": "",
         *       "enabled": true,
         *       "id": "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f",
         *       "scope": "acme/",
         *       "state": "ok",
         *       "types": [
         *         "board.*"
         *       ],
         *       "url": "https://example.com/hooks/yrsa"
         *     }
         */
        readonly Webhook: {
            /** Format: int64 */
            readonly created_at: number;
            /** @description The id of whoever made it. */
            readonly created_by: string;
            /** @description The id of the last event that is done with. */
            readonly cursor: string;
            readonly description: string;
            readonly enabled: boolean;
            /**
             * Format: int64
             * @description When the first attempt failed since the last that did not.
             */
            readonly failing_since?: number | null;
            readonly id: string;
            readonly scope: components["schemas"]["Scope"];
            readonly state: components["schemas"]["WebhookState"];
            readonly types: readonly string[];
            readonly url: string;
        };
        /**
         * @description What is to be changed about an endpoint; what is absent stays.
         * @example {
         *       "enabled": true
         *     }
         */
        readonly WebhookChanges: {
            readonly description?: string | null;
            /** @description Whether it is sent anything. One that is enabled again goes on where it stopped. */
            readonly enabled?: boolean | null;
            readonly types?: readonly string[] | null;
            readonly url?: string | null;
        };
        /**
         * @description An endpoint to be made.
         * @example {
         *       "scope": "acme/",
         *       "types": [
         *         "board.*",
         *         "document.deleted"
         *       ],
         *       "url": "https://example.com/hooks/yrsa"
         *     }
         */
        readonly WebhookCreation: {
            /** @description What it is for, at most 1,024 bytes. */
            readonly description?: string;
            /** @description What it hears of. */
            readonly scope: components["schemas"]["Scope"];
            /** @description Types of events: `board.card.moved`, `board.*`; all when absent. At most 50. */
            readonly types?: readonly string[];
            /** @description Where it is: `https://`, no user and no password, at most 2,048 bytes. */
            readonly url: string;
        };
        /**
         * @description Attempts, the newest first.
         * @example {
         *       "deliveries": [],
         *       "next_cursor": null
         *     }
         */
        readonly WebhookDeliveries: {
            readonly deliveries: readonly components["schemas"]["WebhookDelivery"][];
            readonly next_cursor?: string | null;
        };
        /**
         * @description One attempt to deliver something.
         * @example {
         *       "at": 1700000000000,
         *       "attempt": 1,
         *       "duration_ms": 87,
         *       "error": null,
         *       "event": "4711",
         *       "id": "12",
         *       "outcome": "failed",
         *       "response": "busy",
         *       "status": 503,
         *       "type": "board.card.moved"
         *     }
         */
        readonly WebhookDelivery: {
            /** Format: int64 */
            readonly at: number;
            /**
             * Format: int32
             * @description The how manyeth attempt it was.
             */
            readonly attempt: number;
            /** Format: int64 */
            readonly duration_ms: number;
            readonly error?: string | null;
            /** @description The event's id, or what stands for it: `gap_…`, `test_…`. */
            readonly event: string;
            readonly id: string;
            /**
             * @description `delivered`, `failed` (it is tried again, unless it was a test or a redelivery), `given_up` (the endpoint is disabled).
             * @example delivered
             */
            readonly outcome: string;
            /** @description The first 1,024 bytes of the answer. */
            readonly response: string;
            /**
             * Format: int32
             * @description The status of the answer; `null` without one.
             */
            readonly status?: number | null;
            readonly type: string;
        };
        /**
         * @description What came of a redelivery.
         * @example {
         *       "cursor": "4710",
         *       "delivery": null
         *     }
         */
        readonly WebhookRedelivered: {
            /** @description The id of the last event that is done with. */
            readonly cursor: string;
            readonly delivery?: null | components["schemas"]["WebhookDelivery"];
        };
        /**
         * @description Either of both.
         * @example {
         *       "event": "4711"
         *     }
         */
        readonly WebhookRedelivery: {
            /** @description The id of an event: all after it are sent again, in order. */
            readonly after?: string | null;
            /** @description The id of one event, which is sent at once. */
            readonly event?: string | null;
        };
        /**
         * @description Endpoints.
         * @example {
         *       "webhooks": []
         *     }
         */
        readonly Webhooks: {
            readonly webhooks: readonly components["schemas"]["Webhook"][];
        };
        /**
         * @description How an endpoint does.
         * @example ok
         * @enum {string}
         */
        readonly WebhookState: "ok" | "failing" | "disabled";
        /**
         * @description An endpoint and its new secret, which is not shown again.
         * @example {
         *       "created_at": 1700000000000,
         *       "created_by": "ada",
         *       "cursor": "4711",
         *       "description": "",
         *       "enabled": true,
         *       "id": "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f",
         *       "scope": "acme/",
         *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
         *       "state": "ok",
         *       "types": [
         *         "*"
         *       ],
         *       "url": "https://example.com/hooks/yrsa"
         *     }
         */
        readonly WebhookWithSecret: components["schemas"]["Webhook"] & {
            readonly secret: string;
        };
        /** @description There is a new one. */
        readonly WorkflowEdgeAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.edge.added";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is gone. */
        readonly WorkflowEdgeRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.edge.removed";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One has other fields. */
        readonly WorkflowEdgeUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.edge.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description There is a new one. */
        readonly WorkflowNodeAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.node.added";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is at another place. */
        readonly WorkflowNodeMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.node.moved";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One is gone. */
        readonly WorkflowNodeRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.node.removed";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /** @description One has other fields. */
        readonly WorkflowNodeUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            readonly document: string;
            /** @description Its place in the journal; later events have greater ones. */
            readonly id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            readonly type: "workflow.node.updated";
            readonly user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            readonly version: number;
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What a client token allows.
         * @enum {string}
         */
        readonly YSweetAuthorization: "full" | "read-only";
        /**
         * @description What a client needs to connect.
         * @example {
         *       "authorization": "full",
         *       "baseUrl": "https://yrsa.example.com/y-sweet/d/acme%2Fnotes",
         *       "docId": "acme/notes",
         *       "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
         *       "url": "wss://yrsa.example.com/y-sweet/d/acme%2Fnotes/ws"
         *     }
         */
        readonly YSweetClientToken: {
            readonly authorization: components["schemas"]["YSweetAuthorization"];
            /** @description Of its HTTP routes. */
            readonly baseUrl: string;
            readonly docId: string;
            /** @description Missing in open mode. */
            readonly token?: string | null;
            /** @description Of its socket. */
            readonly url: string;
        };
        /**
         * @description A document that is there.
         * @example {
         *       "docId": "acme/notes"
         *     }
         */
        readonly YSweetDocument: {
            readonly docId: string;
        };
        /**
         * @description Which document to make.
         * @example {
         *       "docId": "acme/notes"
         *     }
         */
        readonly YSweetNewDocument: {
            /** @description Its id; made up if it is missing. */
            readonly docId?: string | null;
        };
        /**
         * @description That the server answers.
         * @example {
         *       "ok": true
         *     }
         */
        readonly YSweetReady: {
            readonly ok: boolean;
        };
        /**
         * @description Whether documents can be stored.
         * @example {
         *       "ok": true
         *     }
         */
        readonly YSweetStore: {
            /** @description What is wrong; the reason is in the log and in `/readyz`. */
            readonly error?: string | null;
            readonly ok: boolean;
        };
        /**
         * @description What a client token is to be.
         * @example {
         *       "authorization": "full",
         *       "userId": "ada",
         *       "validForSeconds": 3600
         *     }
         */
        readonly YSweetTokenRequest: {
            readonly authorization?: null | components["schemas"]["YSweetAuthorization"];
            /** @description In whose name; a guest's if it is missing. */
            readonly userId?: string | null;
            /**
             * Format: int64
             * @description An hour if it is missing, a year at most.
             */
            readonly validForSeconds?: number | null;
        };
    };
    responses: {
        /** @description Something broke inside. */
        readonly Broken: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "the operator finds the reason in the log, by x-request-id",
                 *       "status": 500,
                 *       "title": "internal error",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-Match` names another state than the present one. */
        readonly Changed: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "read it again, and try with its new etag",
                 *       "status": 412,
                 *       "title": "changed meanwhile",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It contradicts what is there. */
        readonly Conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "that exists already",
                 *       "status": 409,
                 *       "title": "conflict",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path, the query or the body is not what this route takes. */
        readonly Invalid: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "a field is missing, unknown or of another type (line 1, column 12)",
                 *       "status": 400,
                 *       "title": "invalid request",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server can't do that now. `retry-after` says how many seconds to wait. */
        readonly Later: {
            headers: {
                /** @description Seconds to wait before the next try. */
                readonly "retry-after"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "nothing was changed; try again later",
                 *       "status": 503,
                 *       "title": "can't write now",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller may not do that. A document that does not exist or is deleted gets the same answer. */
        readonly NoRight: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "you have no right to do that",
                 *       "status": 403,
                 *       "title": "no right",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no form that `Accept` takes. */
        readonly NotAcceptable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "content comes as application/json, text/plain, text/markdown or application/octet-stream",
                 *       "status": 406,
                 *       "title": "not acceptable",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not exist. */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "there is no such thing",
                 *       "status": 404,
                 *       "title": "not found",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There are no credentials, or they are wrong, expired or revoked. `www-authenticate` says which. */
        readonly NotSignedIn: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "send a token or a share link",
                 *       "status": 401,
                 *       "title": "not signed in",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body can be read, and what it asks for can't be done. */
        readonly Refused: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "the operation does not fit the content",
                 *       "status": 422,
                 *       "title": "refused",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this route takes. */
        readonly TooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "a body has at most 64 KiB here",
                 *       "status": 413,
                 *       "title": "body too large",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests or failed logins. `retry-after` says how many seconds to wait. */
        readonly TooMany: {
            headers: {
                /** @description Seconds to wait before the next try. */
                readonly "retry-after"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "this address sends too many requests; slow down",
                 *       "status": 429,
                 *       "title": "too many requests",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body did not arrive in time. */
        readonly TooSlow: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "the body of the request took too long; send it again",
                 *       "status": 408,
                 *       "title": "body too slow",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of a content type that this route does not take. */
        readonly WrongType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "this route takes application/json",
                 *       "status": 415,
                 *       "title": "wrong content type",
                 *       "type": "about:blank"
                 *     }
                 */
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly list_connections: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The connections. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Connections"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly kick: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Kick"];
            };
        };
        readonly responses: {
            /** @description How many were ended. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Kicked"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly reassess: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Nothing"];
            };
        };
        readonly responses: {
            /** @description Every connection has the rights it should have. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly revoke_tokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Revocation"];
            };
        };
        readonly responses: {
            /** @description They are worth nothing any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly log_in: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Login"];
            };
        };
        readonly responses: {
            /** @description Tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly log_out: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["Logout"];
            };
        };
        readonly responses: {
            /** @description The tokens are worth nothing any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_me: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly change_me: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["AccountChange"];
            };
        };
        readonly responses: {
            /** @description The user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly change_password: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PasswordChange"];
            };
        };
        readonly responses: {
            /** @description New tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly refresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Refresh"];
            };
        };
        readonly responses: {
            /** @description Tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly register: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Registration"];
            };
        };
        readonly responses: {
            /** @description The account. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Account"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_docs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly get_docs_file: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The name of the file.
                 * @example index.css
                 */
                readonly file: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/png": string;
                    readonly "text/css": string;
                    readonly "text/javascript": string;
                };
            };
            readonly 404: components["responses"]["NotFound"];
        };
    };
    readonly list_documents: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. The rest of the query stays the same. */
                readonly cursor?: string;
                /** @description `only`: deleted documents that the caller may restore, instead of those that exist. */
                readonly deleted?: "only";
                /**
                 * @description Names of members, separated by commas: the answer has no others.
                 * @example id,title
                 */
                readonly fields?: string;
                /**
                 * @description Only documents of this kind.
                 * @example board
                 */
                readonly kind?: string;
                /** @description How many documents a page has: 1 to 200, 50 unless it is said. */
                readonly limit?: number;
                /**
                 * @description Only documents that this user owns.
                 * @example ada
                 */
                readonly owner?: string;
                /**
                 * @description Only documents with all these words in title or content; the last one may be the beginning of a word.
                 * @example quarterly rep
                 */
                readonly q?: string;
                /**
                 * @description `id`, `title`, `created_at` or `updated_at`; with a minus before it the other way round.
                 * @example -updated_at
                 */
                readonly sort?: string;
                /**
                 * @description Only what lies below this prefix, which ends in a slash; `/` for everything.
                 * @example acme/
                 */
                readonly under?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page of documents. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Documents"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly create_document: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewDocument"];
            };
        };
        readonly responses: {
            /** @description It is there. `location` and `etag` are set. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_document: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Names of members, separated by commas: the answer has no others.
                 * @example id,title
                 */
                readonly fields?: string;
            };
            readonly header?: {
                /** @description The etag of an answer that the caller has. */
                readonly "if-none-match"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. `etag` is set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DocumentOrFields"];
                };
            };
            /** @description The caller has it. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly delete_document: {
        readonly parameters: {
            readonly query?: {
                /** @description Whether a document that was deleted before is to be gone for good. */
                readonly purge?: boolean;
            };
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
                /** @description The etag of the answer that the caller has read. */
                readonly "if-match"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is deleted, or gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["Changed"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly change_document: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
                /** @description The etag of the answer that the change is based on. */
                readonly "if-match"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["DocumentChanges"];
            };
        };
        readonly responses: {
            /** @description The document as it is now. `etag` is set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["Changed"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_access: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What the caller may do. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Access"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_content: {
        readonly parameters: {
            readonly query?: {
                /** @description The form; without it `Accept` decides. */
                readonly format?: "json" | "text" | "markdown" | "update" | "state-vector" | "diff";
                /** @description What the caller has, as a Yjs state vector in base64url: the update is only what is missing there. */
                readonly state_vector?: string;
            };
            readonly header?: {
                /** @description The etag of an answer that the caller has. */
                readonly "if-none-match"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The content. `etag` and `yrsa-version` are set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Content"];
                    readonly "application/octet-stream": string;
                    /** @example # Roadmap */
                    readonly "text/markdown": string;
                    /** @example Roadmap */
                    readonly "text/plain": string;
                };
            };
            /** @description The caller has it. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 406: components["responses"]["NotAcceptable"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly change_content: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
                /** @description The version that is to be changed, as an etag. */
                readonly "if-match"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example [
                 *       {
                 *         "op": "replace",
                 *         "path": "/cards/c1/title",
                 *         "value": "Fix login"
                 *       }
                 *     ]
                 */
                readonly "application/json-patch+json": readonly components["schemas"]["PatchOperation"][];
                /**
                 * @example {
                 *       "cards": {
                 *         "c1": {
                 *           "title": "Fix login"
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/merge-patch+json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description It is on disk. `etag` and `yrsa-version` are set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContentChanged"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["Changed"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongType"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly duplicate_document: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewCopy"];
            };
        };
        readonly responses: {
            /** @description The copy. `location` and `etag` are set. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_document_events: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description After the event with this id; `start` for all that is kept, `now` for none of those that happened already. Without it a page
                 *     begins at the start, a stream now.
                 * @example start
                 */
                readonly after?: string;
                /** @description About this document only; may be there up to 256 times. */
                readonly document: readonly string[];
                /** @description As the header `Last-Event-ID`, where no header can be set. Both come before `after`. */
                readonly last_event_id?: string;
                /** @description At most so many events in a page. */
                readonly limit?: number;
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example board.*,document.deleted
                 */
                readonly types?: string;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                readonly under?: string;
            };
            readonly header?: {
                /** @description Go on after this event. */
                readonly "last-event-id"?: string | null;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The events. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventPage"];
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_members: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The members, by user. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Members"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly set_member: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The user's id.
                 * @example ada
                 */
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["MemberSetting"];
            };
        };
        readonly responses: {
            /** @description The member. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Member"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly remove_member: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The user's id.
                 * @example ada
                 */
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Nobody by that id is a member any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_problems: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What does not fit, at most 100 of it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContentProblems"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly restore_document: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The document. `etag` is set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_runs: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large runs ends earlier. */
                readonly limit?: number;
                /** @description Only those that are there. */
                readonly status?: components["schemas"]["RunStatus"];
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Some runs. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Runs"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly trigger_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunTrigger"];
            };
        };
        readonly responses: {
            /** @description The run; `location` says where it is read. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly read_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly cancel_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly finish_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunFinish"];
            };
        };
        readonly responses: {
            /** @description The run. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly read_log: {
        readonly parameters: {
            readonly query?: {
                /** @description Those after this number; from the first one if missing. */
                readonly after?: number;
                /** @description As `after`, for streams of clients that can't send the header `Last-Event-ID`. */
                readonly last_event_id?: number;
                /** @description How many a page has, 1 to 1,000; 200 if missing. A stream has all. */
                readonly limit?: number;
            };
            readonly header?: {
                /** @description For streams: the number of the last line that was read. */
                readonly "last-event-id"?: number | null;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Lines. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunLogPage"];
                    /**
                     * @example event: line
                     *     id: 17
                     *     data: {"n":17,"time":1700000001500,"level":"info","step":"n1","text":"3 rows"}
                     */
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly add_log_lines: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunLogReport"];
            };
        };
        readonly responses: {
            /** @description They are kept. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunLogReported"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly report_progress: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunProgressReport"];
            };
        };
        readonly responses: {
            /** @description It is noted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunReported"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly renew_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunRenewal"];
            };
        };
        readonly responses: {
            /** @description Until when. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunRenewed"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly report_step: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The step's id.
                 * @example n1
                 */
                readonly step: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunStepReport"];
            };
        };
        readonly responses: {
            /** @description It is noted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunReported"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_shares: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The shares, also those that ended. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Shares"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly create_share: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewShare"];
            };
        };
        readonly responses: {
            /** @description The share with its secret. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedShare"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly write_update: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
            };
            readonly cookie?: never;
        };
        /** @description A Yjs update, version 1. */
        readonly requestBody: {
            readonly content: {
                readonly "application/octet-stream": string;
            };
        };
        readonly responses: {
            /** @description It is on disk. `etag` and `yrsa-version` are set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContentChanged"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["WrongType"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_events: {
        readonly parameters: {
            readonly query: {
                /**
                 * @description After the event with this id; `start` for all that is kept, `now` for none of those that happened already. Without it a page
                 *     begins at the start, a stream now.
                 * @example start
                 */
                readonly after?: string;
                /** @description About this document only; may be there up to 256 times. */
                readonly document: readonly string[];
                /** @description As the header `Last-Event-ID`, where no header can be set. Both come before `after`. */
                readonly last_event_id?: string;
                /** @description At most so many events in a page. */
                readonly limit?: number;
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example board.*,document.deleted
                 */
                readonly types?: string;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                readonly under?: string;
            };
            readonly header?: {
                /** @description Go on after this event. */
                readonly "last-event-id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The events. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventPage"];
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_openapi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The description. */
            readonly 200: {
                headers: {
                    /** @description Names this description. */
                    readonly etag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description Nothing changed. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly claim_run: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunClaim"];
            };
        };
        readonly responses: {
            /** @description The run, and the lease to report with. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClaimedRun"];
                };
            };
            /** @description No run waits, also after `wait_seconds`. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly revoke_share: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The id of the share, not its secret.
                 * @example 01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0
                 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It opens nothing any more. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly use_share: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ShareUse"];
            };
        };
        readonly responses: {
            /** @description A token. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UsedShare"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_webhooks: {
        readonly parameters: {
            readonly query?: {
                /** @description Those of exactly this scope; otherwise all of which the caller is an owner. */
                readonly scope?: components["schemas"]["Scope"];
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoints, the oldest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhooks"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly create_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookCreation"];
            };
        };
        readonly responses: {
            /** @description The endpoint, with its secret. */
            readonly 201: {
                headers: {
                    /** @description Where it is. */
                    readonly location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly get_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoint. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly remove_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly change_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        readonly responses: {
            /** @description The endpoint. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly list_webhook_deliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. */
                readonly cursor?: number;
                /** @description How many: 1 to 200, 50 when absent. */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Attempts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDeliveries"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly redeliver_to_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookRedelivery"];
            };
        };
        readonly responses: {
            /** @description What came of it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookRedelivered"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly rotate_webhook_secret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The endpoint, with its new secret. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly test_webhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What came of it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_check_store: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whether they can. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["YSweetStore"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_check_store_post: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Whether they can. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["YSweetStore"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                readonly document: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The update. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_write: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                readonly document: string;
            };
            readonly cookie?: never;
        };
        /** @description The update. */
        readonly requestBody: {
            readonly content: {
                readonly "application/octet-stream": string;
            };
        };
        readonly responses: {
            /** @description It is in the document, and stored. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_read_old: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                readonly document: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The update. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/octet-stream": string;
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_client_token: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                readonly document: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["YSweetTokenRequest"];
            };
        };
        readonly responses: {
            /** @description The token, and where to connect. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["YSweetClientToken"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 404: components["responses"]["NotFound"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_write_old: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                readonly document: string;
            };
            readonly cookie?: never;
        };
        /** @description The update. */
        readonly requestBody: {
            readonly content: {
                readonly "application/octet-stream": string;
            };
        };
        readonly responses: {
            /** @description It is in the document, and stored. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_create_document: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["YSweetNewDocument"];
            };
        };
        readonly responses: {
            /** @description It is there. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["YSweetDocument"];
                };
            };
            readonly 400: components["responses"]["Invalid"];
            readonly 401: components["responses"]["NotSignedIn"];
            readonly 403: components["responses"]["NoRight"];
            readonly 408: components["responses"]["TooSlow"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly y_sweet_ready: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["YSweetReady"];
                };
            };
        };
    };
}
