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
    readonly "/api/admin/quarantine": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Which documents are in quarantine
         * @description Nobody is let into them until they are released or the server is restarted: they failed again and again, or are damaged on disk.
         */
        readonly get: operations["list_quarantine"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/quarantine/{scope}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Release a document from quarantine
         * @description People may come in again. What is still damaged on disk, or fails again, is quarantined again.
         */
        readonly post: operations["release_from_quarantine"];
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
    readonly "/api/admin/rooms": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Which rooms are open
         * @description The documents that are live, in the order of their ids, and what their rooms say of themselves. Counters begin when a room opens:
         *     two reads with the same `since` make a rate.
         */
        readonly get: operations["list_rooms"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/admin/stats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How the server is
         * @description Counters begin when the process starts: two reads make a rate.
         */
        readonly get: operations["get_stats"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The audit
         * @description Who did what, when, from where and how it ended, the newest first. For administrators; owners see what happened in a scope of
         *     theirs, which `under` or `document` names, without what is about accounts, administration and refusals.
         */
        readonly get: operations["list_audit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Export the audit
         * @description Everything up to now that fits, the oldest first, one entry a line. An entry says that it was exported. Ends early when the right
         *     to it ends. For those who may read it; four at a time.
         */
        readonly get: operations["export_audit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Verify the audit
         * @description Goes through the whole chain. For administrators; one at a time.
         */
        readonly get: operations["verify_audit"];
        readonly put?: never;
        readonly post?: never;
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
    readonly "/api/documents/{scope}/locks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The locks of a document
         * @description Those that hold now, the oldest first; at most 256. For readers.
         */
        readonly get: operations["list_locks"];
        readonly put?: never;
        /**
         * Take a lock
         * @description Nobody else changes then what lies at the path, until the lock ends. The caller's own lock on the same path is renewed. A lock of
         *     somebody else on the path, above it or below it is a conflict: `title` is `locked`, and the member `lock` is the other lock. For
         *     editors.
         */
        readonly post: operations["acquire_lock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/locks/{lock}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A lock
         * @description For readers of the document. One that has ended is not found.
         */
        readonly get: operations["read_lock"];
        readonly put?: never;
        readonly post?: never;
        /**
         * End a lock
         * @description Its holder releases it; an owner of the document breaks it, whosever it is. For anybody else it is forbidden.
         */
        readonly delete: operations["end_lock"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/locks/{lock}/renew": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a lock last longer
         * @description From now on as long as it was taken for, or as the request says. For its holder; one that has ended is not found.
         */
        readonly post: operations["renew_lock"];
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
    readonly "/api/documents/{scope}/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The messages of a document
         * @description A page of the newest ones, or of those before, after or around a message; always the oldest first. A page ends early when it is
         *     large. For readers of the document.
         */
        readonly get: operations["list_messages"];
        readonly put?: never;
        /**
         * Say something
         * @description Also as a reply to another message, and about places in code. Mentioned users find it in their inbox. At most 16 KiB of text; a
         *     document takes 1,000,000 messages. For commenters.
         */
        readonly post: operations["send_message"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/{message}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A message
         * @description For readers of the document.
         */
        readonly get: operations["read_message"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a message
         * @description Its place stays, without text, references and reactions. Deleting again changes nothing. For its author, who must still be a
         *     commenter, and for owners of the document.
         */
        readonly delete: operations["delete_message"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a message
         * @description Only its author does that, who must still be a commenter; a deleted one stays as it is (409).
         */
        readonly patch: operations["edit_message"];
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/{message}/reactions/{emoji}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * React to a message
         * @description With an emoji or a `:shortcode:`. A second time changes nothing. At most 32 different reactions to a message, of 500 users each,
         *     together 512 KiB. For commenters.
         */
        readonly put: operations["react_to_message"];
        readonly post?: never;
        /**
         * Take a reaction back
         * @description The caller's own. Also fine if there was none. For commenters.
         */
        readonly delete: operations["take_back_reaction_to_message"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Note what the caller has read
         * @description Everything up to a message. An older one than before changes nothing, unless `force` is set. For readers of the document; who has
         *     no id that lasts (a share link alone, a y-sweet token, open mode without a name) is refused (400).
         */
        readonly put: operations["mark_messages_read"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/statistics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How much is said, and by whom
         * @description Kept while messages are written, so it costs the same however many there are. For readers of the document.
         */
        readonly get: operations["message_statistics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/typing": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Say that the caller is typing
         * @description Shown in the presence of a caller who has joined the session over HTTP, until they say otherwise or leave. For others nothing
         *     happens; clients with a socket say so in their presence. For commenters.
         */
        readonly post: operations["typing_message"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/messages/unread": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How much the caller has not read
         * @description Counts messages of others that are not deleted, behind the last one the caller has read. For readers of the document.
         */
        readonly get: operations["unread_messages"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/presence": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who is in a document
         * @description Each user once, in the order of their ids, at most 1,000; with `offline=true` also those who were there, those seen last first. For
         *     readers of the document.
         */
        readonly get: operations["list_document_presence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
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
    readonly "/api/documents/{scope}/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The session of a document
         * @description How people work on it together, who is here, and whose turn it is. For readers.
         */
        readonly get: operations["read_session"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the session of a document
         * @description Everybody in the document goes by it before the answer. A session that is no longer sequential has no turns: who waited does no
         *     longer. For owners.
         */
        readonly patch: operations["change_session"];
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/heartbeat": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Stay
         * @description A sign of life of a participant that joined by HTTP; good for 60 s. It is not activity: who does nothing else becomes idle. 404: it
         *     is gone; join again.
         */
        readonly post: operations["stay_in_session"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/join": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take part
         * @description The caller is a participant like those with a socket: others see the presence in awareness, and it counts as one of the caller's
         *     connections. Whoever is not heard of for 60 s is gone. For readers of the document.
         */
        readonly post: operations["join_session"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/leave": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Leave
         * @description A participant that joined by HTTP is gone for everybody at once.
         */
        readonly post: operations["leave_session"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/presence": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Say what one does
         * @description Replaces the presence of a participant that joined by HTTP; also a sign of life.
         */
        readonly put: operations["set_session_presence"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/turn": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Request the turn
         * @description It is the caller's at once if it is nobody's, or if it is over and nobody waits; otherwise the caller waits, in the order of asking.
         *     Whoever has it keeps it longer by this, as long as nobody waits. Only in a sequential session. For editors.
         */
        readonly post: operations["request_turn"];
        /**
         * Give up the turn
         * @description One's own, or one's place among those who wait for it. It is the next one's then.
         */
        readonly delete: operations["give_up_turn"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/turn/pass": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Pass the turn on
         * @description To somebody who waits for it; without `to` to the next one, or to nobody if nobody waits. For whoever has the turn.
         */
        readonly post: operations["pass_turn"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/session/turn/take": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take the turn
         * @description From whoever has it: an owner at any time; another editor when it is over and nobody waits before them.
         */
        readonly post: operations["take_turn"];
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
    readonly "/api/documents/{scope}/threads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The threads of a document
         * @description The newest first, with all their comments. A page ends early when it is large. For readers of the document.
         */
        readonly get: operations["list_threads"];
        readonly put?: never;
        /**
         * Begin a thread
         * @description With its first comment, about the document, something in it, or a stretch of text. At most 1,000 threads a document. For commenters.
         */
        readonly post: operations["create_thread"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A thread
         * @description With all its comments. For readers of the document.
         */
        readonly get: operations["read_thread"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a thread
         * @description With all its comments; nothing of it stays. For owners, and for who began it as long as nobody else's words are in it.
         */
        readonly delete: operations["delete_thread"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/addToDocument": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Mark the text a thread is about
         * @description BlockNote's mark `comment` is put on all text between two relative positions, and the thread is about that range from then on. For
         *     commenters who began the thread, and for editors.
         */
        readonly post: operations["mark_thread"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/comments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Reply
         * @description At most 1,000 comments and 2 MiB a thread. For commenters.
         */
        readonly post: operations["create_comment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/comments/{comment}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Change a comment
         * @description The body and the metadata become what is sent. For its author.
         */
        readonly put: operations["change_comment"];
        readonly post?: never;
        /**
         * Delete a comment
         * @description Its place stays unless `soft=false`. With the last comment the thread is deleted: it stays with its places, or goes where nothing is
         *     left. For its author and for owners.
         */
        readonly delete: operations["delete_comment"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * React to a comment
         * @description Reacting again in the same way changes nothing. At most 32 different reactions and 1,000 in all a comment. For commenters.
         */
        readonly post: operations["add_reaction"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions/{emoji}": {
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
         * Take back a reaction
         * @description One's own. Taking back one that is not there changes nothing. For commenters.
         */
        readonly delete: operations["remove_reaction"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/resolve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Resolve a thread
         * @description Resolving again changes nothing. For commenters.
         */
        readonly post: operations["resolve_thread"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/documents/{scope}/threads/{thread}/unresolve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Reopen a thread
         * @description Reopening one that is open changes nothing. For commenters.
         */
        readonly post: operations["reopen_thread"];
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
    readonly "/api/inbox": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The caller's inbox
         * @description The newest first. What is about documents that the caller may not read any more is left out. Of each inbox the newest 1,000 items
         *     are kept.
         */
        readonly get: operations["list_inbox"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/inbox/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Take an item out of the inbox */
        readonly delete: operations["remove_from_inbox"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/inbox/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How much the caller has not read */
        readonly get: operations["count_inbox"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/inbox/read": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Mark items as read
         * @description Those with these ids, all up to one, or all. What is read stays read.
         */
        readonly post: operations["mark_inbox_read"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/inbox/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow the caller's inbox
         * @description Server-sent events: `count` at the beginning, `item` for each new item with its id, `read` with how much is left when something was
         *     read or taken out, `end` when the stream has to end. Resume with `Last-Event-ID`; without it a stream begins with what comes next.
         *     It counts as one of the caller's connections.
         */
        readonly get: operations["follow_inbox"];
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
    readonly "/api/presence": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Who is where
         * @description In all documents that the caller may read and somebody is in, in the order of documents and users. A page ends early when it is
         *     large or much was looked at in vain; `next_cursor` goes on.
         */
        readonly get: operations["list_presence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/presence/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Follow who is where
         * @description Server-sent events: `snapshot` first, `{"present", "truncated"}`; then `joined` and `changed` with a participant and `left` with
         *     `{"document", "user"}`, changes within a quarter of a second as one. At most 1,000 participants are followed; `truncated` says that
         *     there are more, of whom some come when others leave. Ends with `end` when the right to listen does, or the server restarts.
         */
        readonly get: operations["follow_presence"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/presence/users/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Where a user is
         * @description As far as the caller may read there: where they are now, and where and when they were last seen. Somebody who was never seen by
         *     the caller's leave is offline.
         */
        readonly get: operations["read_user_presence"];
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
    readonly "/api/server": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Which server this is, how one comes in, and who one is
         * @description For everybody. Without credentials `you` says whether any are needed; wrong ones are refused as everywhere. With a share link this is
         *     one use of it, as each request is.
         */
        readonly get: operations["get_server"];
        readonly put?: never;
        readonly post?: never;
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
         * @description Somebody was refused, once or several times within a minute.
         * @example {
         *       "asked": "GET /api/documents/acme%2Fplan",
         *       "count": 1,
         *       "first_at": 1700000000000,
         *       "last_at": 1700000000000,
         *       "reason": "no_right"
         *     }
         */
        readonly AccessDenied: {
            /** @description What the first of them asked for; `token` within a socket, `many` where one asked for one thing after the other. */
            readonly asked: string;
            /**
             * Format: int64
             * @description How often.
             */
            readonly count: number;
            /**
             * Format: int64
             * @description The first time, in milliseconds since the Unix epoch.
             */
            readonly first_at: number;
            /**
             * Format: int64
             * @description The last time, in milliseconds since the Unix epoch.
             */
            readonly last_at: number;
            /** @description `missing`, `invalid`, `expired`, `revoked`, `no_right`, `deleted`, or `many` for those who were too many to be told apart. */
            readonly reason: string;
        };
        /** @description Somebody was refused. For administrators. */
        readonly AccessDeniedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccessDenied"];
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
            readonly type: "access.denied";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
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
        /** @description Somebody has another name or colour. */
        readonly AccountChanged: {
            /** @description `name`, `color`. */
            readonly changed: readonly string[];
            /** @description The account's id, which is the user's. */
            readonly user: string;
        };
        /** @description Somebody changed their account. For administrators. */
        readonly AccountChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccountChanged"];
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
            readonly type: "account.changed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody has an account. */
        readonly AccountCreated: {
            /** @description Whether it administrates this server. */
            readonly admin: boolean;
            /** @description The account's id, which is the user's. */
            readonly user: string;
        };
        /** @description There is a new account. For administrators. */
        readonly AccountCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccountCreated"];
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
            readonly type: "account.created";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody logged in. For administrators. */
        readonly AccountLoggedInEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccountTold"];
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
            readonly type: "account.logged_in";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Logins are over. */
        readonly AccountLoggedOut: {
            /** @description All of them, and not just one. */
            readonly everywhere: boolean;
            /** @description The account's id, which is the user's. */
            readonly user: string;
        };
        /** @description Somebody logged out. For administrators. */
        readonly AccountLoggedOutEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccountLoggedOut"];
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
            readonly type: "account.logged_out";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody has another password. For administrators. */
        readonly AccountPasswordChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AccountTold"];
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
            readonly type: "account.password_changed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A refresh token was used twice. For administrators. */
        readonly AccountTokenReusedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TokenReused"];
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
            readonly type: "account.token_reused";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Something about an account. */
        readonly AccountTold: {
            /** @description The account's id, which is the user's. */
            readonly user: string;
        };
        /** @description Connections were ended. */
        readonly AdminKicked: {
            /**
             * Format: int64
             * @description The connection of this number.
             */
            readonly connection: number | null;
            /**
             * Format: int64
             * @description How many.
             */
            readonly kicked: number;
            /** @description Those of this user. */
            readonly user: string | null;
        };
        /** @description Connections were ended. For administrators. */
        readonly AdminKickedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AdminKicked"];
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
            readonly type: "admin.kicked";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description All rights were computed anew. For administrators. */
        readonly AdminReassessedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoMore"];
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
            readonly type: "admin.reassessed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A document was released from quarantine. For administrators. */
        readonly AdminReleasedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["NoMore"];
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
            readonly type: "admin.released";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Tokens were withdrawn. For administrators. */
        readonly AdminTokensRevokedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TokensRevoked"];
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
            readonly type: "admin.tokens_revoked";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Who did something. */
        readonly AuditActor: {
            /** @description The user's id. */
            readonly id: string;
            /** @description The name, if it is known. */
            readonly name?: string;
        };
        /**
         * @description An entry of the audit.
         * @example {
         *       "action": "member.changed",
         *       "actor": {
         *         "id": "grace",
         *         "name": "Grace"
         *       },
         *       "address": "203.0.113.9",
         *       "details": {
         *         "old": "viewer",
         *         "role": "editor",
         *         "user": "ada"
         *       },
         *       "document": "acme/board/roadmap",
         *       "door": "rest",
         *       "event": "123",
         *       "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
         *       "outcome": "allowed",
         *       "previous": "1c8b3a9a0f2d4e5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3",
         *       "seq": 7,
         *       "time": 1700000000000
         *     }
         */
        readonly AuditEntry: {
            /** @description What was done: the type of an event. */
            readonly action: string;
            readonly actor: null | components["schemas"]["AuditActor"];
            /** @description Where it came from, as limits count it: an IPv4 address, or the /64 network of an IPv6 one. */
            readonly address: string | null;
            /** @description The data of the event. */
            readonly details: Record<string, never>;
            /** @description The document it is about. */
            readonly document?: string;
            /** @description The door it came through: `rest`, `sync`, `hocuspocus`, `y-sweet` or `live`. */
            readonly door: string | null;
            /** @description The event's id. */
            readonly event: string;
            /** @description SHA-256 of this entry without `hash`, written as RFC 8785 has it, in hex. */
            readonly hash: string;
            readonly outcome: components["schemas"]["AuditOutcome"];
            /** @description The hash of the entry before it. */
            readonly previous: string;
            /** @description The scope it is about, if that is a prefix or everything. */
            readonly scope?: string;
            /**
             * Format: int64
             * @description Its number: 1, 2, 3 …, without holes.
             */
            readonly seq: number;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly time: number;
        };
        /** @description What was asked for, as parameters of the route. */
        readonly AuditExported: {
            readonly action?: string;
            readonly document?: string;
            readonly outcome?: string;
            /** Format: int64 */
            readonly since?: number;
            readonly under?: string;
            /** Format: int64 */
            readonly until?: number;
            readonly user?: string;
        };
        /** @description The audit was exported. For administrators. */
        readonly AuditExportedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AuditExported"];
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
            readonly type: "audit.exported";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Something that does not fit. */
        readonly AuditFault: {
            /**
             * Format: int64
             * @description The entry's number.
             */
            readonly seq: number;
            /** @description What is wrong with it. */
            readonly what: string;
        };
        /**
         * @description How something ended that was tried.
         * @enum {string}
         */
        readonly AuditOutcome: "allowed" | "denied" | "failed";
        /**
         * @description Entries, the newest first.
         * @example {
         *       "entries": [
         *         {
         *           "action": "member.changed",
         *           "actor": {
         *             "id": "grace",
         *             "name": "Grace"
         *           },
         *           "address": "203.0.113.9",
         *           "details": {
         *             "old": "viewer",
         *             "role": "editor",
         *             "user": "ada"
         *           },
         *           "document": "acme/board/roadmap",
         *           "door": "rest",
         *           "event": "123",
         *           "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
         *           "outcome": "allowed",
         *           "previous": "1c8b3a9a0f2d4e5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3",
         *           "seq": 7,
         *           "time": 1700000000000
         *         }
         *       ],
         *       "next_cursor": null
         *     }
         */
        readonly AuditPage: {
            /** @description The entries; there may be more although these are fewer than `limit`. */
            readonly entries: readonly components["schemas"]["AuditEntry"][];
            /** @description Goes into `cursor` for older ones; null at the end. */
            readonly next_cursor: string | null;
        };
        /** @description Entries of the audit were let go of. */
        readonly AuditTrimmed: {
            /**
             * Format: int64
             * @description How many.
             */
            readonly entries: number;
            /** @description Its hash. */
            readonly hash: string;
            /**
             * Format: int64
             * @description Up to this one.
             */
            readonly through: number;
        };
        /** @description Old entries of the audit were let go of. For administrators. */
        readonly AuditTrimmedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["AuditTrimmed"];
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
            readonly type: "audit.trimmed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Whether the chain holds.
         * @example {
         *       "entries": 1200,
         *       "faults": [],
         *       "faulty": 0,
         *       "first": 1,
         *       "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
         *       "intact": true,
         *       "last": 1200
         *     }
         */
        readonly AuditVerified: {
            /**
             * Format: int64
             * @description Entries that are kept.
             */
            readonly entries: number;
            /** @description What does not fit, the first hundred. */
            readonly faults: readonly components["schemas"]["AuditFault"][];
            /**
             * Format: int64
             * @description How much does not fit.
             */
            readonly faulty: number;
            /**
             * Format: int64
             * @description The number of the first entry that is kept.
             */
            readonly first: number;
            /** @description Its hash. Note it elsewhere: whoever can write the data folder can write a whole chain anew. */
            readonly hash: string;
            /** @description Whether nothing was altered, removed or put elsewhere. */
            readonly intact: boolean;
            /**
             * Format: int64
             * @description The number of the last entry.
             */
            readonly last: number;
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
        /** @description A message is deleted; its place stays. */
        readonly ChatDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ChatMessageDeleted"];
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
            readonly type: "chat.deleted";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description The author changed a message. */
        readonly ChatEditedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ChatMessageEdited"];
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
            readonly type: "chat.edited";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description A message in the chat of a document. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "author": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "body": "What about line 12?",
         *       "created_at": 1700000000000,
         *       "deleted_at": null,
         *       "document": "acme/plan",
         *       "edited_at": null,
         *       "id": "018bcfe5-6800-7000-8000-004000000000",
         *       "mentions": [
         *         {
         *           "user": "bob"
         *         }
         *       ],
         *       "reactions": {
         *         "👍": [
         *           {
         *             "at": 1700000002000,
         *             "user": {
         *               "id": "bob",
         *               "name": "Bob"
         *             }
         *           }
         *         ]
         *       },
         *       "references": [
         *         {
         *           "file": "src/main.rs",
         *           "line": 12
         *         }
         *       ],
         *       "replies": 0,
         *       "reply_to": null
         *     }
         */
        readonly ChatMessage: {
            readonly author: components["schemas"]["Author"];
            /** @description Empty once it is deleted. */
            readonly body: string;
            /** Format: int64 */
            readonly created_at: number;
            /** Format: int64 */
            readonly deleted_at?: number | null;
            readonly document: string;
            /** Format: int64 */
            readonly edited_at?: number | null;
            /** @description A UUID that grows with time. */
            readonly id: string;
            readonly mentions: readonly components["schemas"]["Mention"][];
            /** @description What the application keeps with it. */
            readonly metadata?: Record<string, never>;
            /** @description By what was reacted with. */
            readonly reactions: {
                readonly [key: string]: readonly components["schemas"]["Reaction"][];
            };
            readonly references: readonly components["schemas"]["CodeReference"][];
            /**
             * Format: int64
             * @description How many messages answer it.
             */
            readonly replies: number;
            /** @description The message it answers. */
            readonly reply_to?: string | null;
        };
        /**
         * @description What is to change of a message; what is missing stays.
         * @example {
         *       "body": "What about line 13?"
         *     }
         */
        readonly ChatMessageChange: {
            readonly body?: string | null;
            /** @description All of them; those who are new here are called. */
            readonly mentions?: readonly components["schemas"]["Mention"][] | null;
            /** @description `null` takes them away. */
            readonly metadata?: Record<string, never> | null;
            readonly references?: readonly components["schemas"]["CodeReference"][] | null;
        };
        /** @description A message is deleted; its place stays. */
        readonly ChatMessageDeleted: {
            readonly id: string;
        };
        /** @description The author changed a message. */
        readonly ChatMessageEdited: {
            /** @description Who is called that was not before. */
            readonly mentioned: readonly components["schemas"]["Mention"][];
            /** @description As it is now. */
            readonly message: components["schemas"]["ChatMessage"];
        };
        /** @description Somebody said something. */
        readonly ChatMessageEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ChatMessageSent"];
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
            readonly type: "chat.message";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Some messages, the oldest first.
         * @example {
         *       "messages": [],
         *       "newer": null,
         *       "older": null
         *     }
         */
        readonly ChatMessages: {
            readonly messages: readonly components["schemas"]["ChatMessage"][];
            /** @description What to ask for with `after` to see newer messages; `null` if there are none. */
            readonly newer?: string | null;
            /** @description What to ask for with `before` to see older messages; `null` if there are none. */
            readonly older?: string | null;
        };
        /** @description Somebody said something. */
        readonly ChatMessageSent: {
            readonly message: components["schemas"]["ChatMessage"];
        };
        /** @description Somebody reacted to a message, or does no longer. */
        readonly ChatReacted: {
            readonly added: boolean;
            /** @description An emoji or a `:shortcode:`. */
            readonly emoji: string;
            /** @description The message. */
            readonly id: string;
            readonly user: components["schemas"]["Author"];
        };
        /** @description Somebody reacted to a message, or does no longer. */
        readonly ChatReactionEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ChatReacted"];
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
            readonly type: "chat.reaction";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Up to where the caller has read now.
         * @example {
         *       "last_read": "018bcfe5-6800-7000-8000-004000000000"
         *     }
         */
        readonly ChatRead: {
            readonly last_read: string;
        };
        /**
         * @description Up to where the caller has read.
         * @example {
         *       "message": "018bcfe5-6800-7000-8000-004000000000"
         *     }
         */
        readonly ChatReading: {
            /** @description Go back, too, if this message is older than the one before. */
            readonly force?: boolean;
            /** @description The last message that was read. */
            readonly message: string;
        };
        /**
         * @description How many messages a user wrote.
         * @example {
         *       "messages": 12,
         *       "user": {
         *         "id": "ada",
         *         "name": "Ada"
         *       }
         *     }
         */
        readonly ChatSender: {
            /**
             * Format: int64
             * @description Deleted ones, too.
             */
            readonly messages: number;
            readonly user: components["schemas"]["Author"];
        };
        /**
         * @description What is counted of a document's messages.
         * @example {
         *       "by_user": [
         *         {
         *           "messages": 13,
         *           "user": {
         *             "id": "ada",
         *             "name": "Ada"
         *           }
         *         }
         *       ],
         *       "deleted": 1,
         *       "first_at": 1700000000000,
         *       "last_at": 1700000900000,
         *       "messages": 12,
         *       "reactions": 4
         *     }
         */
        readonly ChatStatistics: {
            /** @description Who wrote most, the most first; at most 50. */
            readonly by_user: readonly components["schemas"]["ChatSender"][];
            /** Format: int64 */
            readonly deleted: number;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly first_at?: number | null;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly last_at?: number | null;
            /**
             * Format: int64
             * @description Those that are not deleted.
             */
            readonly messages: number;
            /** Format: int64 */
            readonly reactions: number;
        };
        /**
         * @description Whether the caller is typing.
         * @example {
         *       "typing": true
         *     }
         */
        readonly ChatTyping: {
            /** @default true */
            readonly typing: boolean;
        };
        /**
         * @description What the caller has not read.
         * @example {
         *       "last_read": "018bcfe5-6800-7000-8000-004000000000",
         *       "more": false,
         *       "unread": 3
         *     }
         */
        readonly ChatUnread: {
            /** @description The last message that was read; `null` if none ever was. */
            readonly last_read?: string | null;
            /** @description There may be more than were counted. */
            readonly more: boolean;
            /**
             * Format: int64
             * @description Messages of others that are not deleted, at most 1,000.
             */
            readonly unread: number;
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
        /**
         * @description A place in code that a message is about. Lines and columns are counted from 1.
         * @example {
         *       "end_line": 14,
         *       "file": "src/main.rs",
         *       "line": 12,
         *       "snippet": "fn main() {"
         *     }
         */
        readonly CodeReference: {
            /** Format: int64 */
            readonly column?: number | null;
            /**
             * Format: int64
             * @description The last line, where there is more than one.
             */
            readonly end_line?: number | null;
            /** @description The file, as the application names it. */
            readonly file: string;
            /** Format: int64 */
            readonly line?: number | null;
            /** @description What stood there, at most 4 KiB. */
            readonly snippet?: string | null;
        };
        /**
         * @description A comment. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "author": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "body": [
         *         {
         *           "content": "Really?",
         *           "type": "paragraph"
         *         }
         *       ],
         *       "createdAt": 1700000000000,
         *       "id": "018bcfe5-6800-7000-8000-000000000001",
         *       "mentions": [],
         *       "reactions": [],
         *       "type": "comment",
         *       "updatedAt": 1700000000000,
         *       "userId": "ada"
         *     }
         */
        readonly Comment: {
            /** @description The same, with the name if it is known. */
            readonly author: components["schemas"]["Author"];
            /** @description Any JSON; of BlockNote an array of blocks. Missing once the comment is deleted. */
            readonly body?: unknown;
            /** Format: int64 */
            readonly createdAt: number;
            /**
             * Format: int64
             * @description When it was deleted; missing if it is not.
             */
            readonly deletedAt?: number;
            /** @description A UUID that grows with time. */
            readonly id: string;
            readonly mentions: readonly components["schemas"]["Mention"][];
            /** @description What the application keeps with it; missing if that is nothing. */
            readonly metadata?: unknown;
            /** @description By emoji, in the order they first came. */
            readonly reactions: readonly components["schemas"]["CommentReactions"][];
            /**
             * @description Always the same word.
             * @enum {string}
             */
            readonly type: "comment";
            /**
             * Format: int64
             * @description When it was last changed.
             */
            readonly updatedAt: number;
            /** @description Who wrote it. */
            readonly userId: string;
        };
        /** @description Somebody replied. */
        readonly CommentAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["CommentSaid"];
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
            readonly type: "comment.added";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A thread is about something else. */
        readonly CommentAnchoredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThreadTold"];
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
            readonly type: "comment.anchored";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A comment is deleted. */
        readonly CommentDeleted: {
            readonly anchor: components["schemas"]["ThreadAnchor"];
            /** @description The id of the user who had written it. */
            readonly author: string;
            readonly comment: string;
            readonly mentions: readonly components["schemas"]["Mention"][];
            readonly thread: string;
        };
        /** @description A comment is deleted. */
        readonly CommentDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["CommentDeleted"];
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
            readonly type: "comment.deleted";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description The author of a comment changed it. */
        readonly CommentEdited: {
            readonly anchor: components["schemas"]["ThreadAnchor"];
            readonly comment: string;
            /** @description Who is called that was not before. */
            readonly mentioned: readonly components["schemas"]["Mention"][];
            readonly mentions: readonly components["schemas"]["Mention"][];
            /** @description The beginning of it, at most 200 characters. */
            readonly text: string;
            readonly thread: string;
        };
        /** @description The author of a comment changed it. */
        readonly CommentEditedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["CommentEdited"];
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
            readonly type: "comment.edited";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody reacted to a comment, or does no longer. */
        readonly CommentReacted: {
            readonly added: boolean;
            readonly anchor: components["schemas"]["ThreadAnchor"];
            readonly comment: string;
            readonly emoji: string;
            readonly mentions: readonly components["schemas"]["Mention"][];
            readonly thread: string;
            readonly user: components["schemas"]["Author"];
        };
        /** @description Somebody reacted to a comment, or does no longer. */
        readonly CommentReactionEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["CommentReacted"];
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
            readonly type: "comment.reaction";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description All reactions to a comment with one emoji.
         * @example {
         *       "createdAt": 1700000002000,
         *       "emoji": "👍",
         *       "userIds": [
         *         "bob"
         *       ]
         *     }
         */
        readonly CommentReactions: {
            /**
             * Format: int64
             * @description When the first of them came.
             */
            readonly createdAt: number;
            readonly emoji: string;
            /** @description Who reacted so, in that order. */
            readonly userIds: readonly string[];
        };
        /** @description A thread that was resolved is not any more. */
        readonly CommentReopenedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThreadTold"];
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
            readonly type: "comment.reopened";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A thread is done with. */
        readonly CommentResolvedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThreadTold"];
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
            readonly type: "comment.resolved";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Somebody said something.
         * @example {
         *       "anchor": {
         *         "type": "document"
         *       },
         *       "comment": "018bcfe5-6800-7000-8000-000000000001",
         *       "mentions": [
         *         {
         *           "user": "bob"
         *         }
         *       ],
         *       "text": "Really?",
         *       "thread": "018bcfe5-6800-7000-8000-000000000000"
         *     }
         */
        readonly CommentSaid: {
            readonly anchor: components["schemas"]["ThreadAnchor"];
            readonly comment: string;
            readonly mentions: readonly components["schemas"]["Mention"][];
            /** @description The beginning of it, at most 200 characters. */
            readonly text: string;
            readonly thread: string;
        };
        /** @description Somebody began a thread. */
        readonly CommentThreadCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["CommentSaid"];
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
            readonly type: "comment.thread_created";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A thread is gone with all its comments. */
        readonly CommentThreadDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ThreadTold"];
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
            readonly type: "comment.thread_deleted";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What somebody says.
         * @example {
         *       "body": [
         *         {
         *           "content": "Really?",
         *           "type": "paragraph"
         *         }
         *       ]
         *     }
         */
        readonly CommentWords: {
            /** @description Any JSON but `null`, at most 48 KiB of it and 40 levels. */
            readonly body: unknown;
            /** @description Any JSON, at most 4 KiB. */
            readonly metadata?: unknown;
        };
        /** @description One open connection. */
        readonly Connection: {
            /** @description The address it came from, as limits count it, if it is known. */
            readonly address: string | null;
            /** @description The document it is attached to. */
            readonly document: string;
            /** @description The door it came through: `sync`, `hocuspocus`, `y-sweet`, `live`, or `rest` for who takes part by requests. */
            readonly door: string | null;
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
         *           "address": "192.0.2.17",
         *           "document": "acme/board/roadmap",
         *           "door": "sync",
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
        /**
         * @description The participants of a document.
         * @example {
         *       "participants": [],
         *       "truncated": false
         *     }
         */
        readonly DocumentPresence: {
            readonly participants: readonly components["schemas"]["Participant"][];
            /** @description There are more than fit. */
            readonly truncated: boolean;
        };
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
        /** @description A selection, as BlockNote sends it; other members are passed over. */
        readonly EditorSelection: {
            readonly yjs?: null | components["schemas"]["SelectionEnds"];
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
        readonly Event: components["schemas"]["DocumentCreatedEvent"] | components["schemas"]["DocumentRenamedEvent"] | components["schemas"]["DocumentChangedEvent"] | components["schemas"]["DocumentDeletedEvent"] | components["schemas"]["DocumentRestoredEvent"] | components["schemas"]["DocumentPurgedEvent"] | components["schemas"]["DocumentDuplicatedEvent"] | components["schemas"]["DocumentUpdatedEvent"] | components["schemas"]["DocumentGapEvent"] | components["schemas"]["WorkflowNodeAddedEvent"] | components["schemas"]["WorkflowNodeUpdatedEvent"] | components["schemas"]["WorkflowNodeRemovedEvent"] | components["schemas"]["WorkflowNodeMovedEvent"] | components["schemas"]["WorkflowEdgeAddedEvent"] | components["schemas"]["WorkflowEdgeUpdatedEvent"] | components["schemas"]["WorkflowEdgeRemovedEvent"] | components["schemas"]["ReportSectionAddedEvent"] | components["schemas"]["ReportSectionUpdatedEvent"] | components["schemas"]["ReportSectionRemovedEvent"] | components["schemas"]["ReportSectionMovedEvent"] | components["schemas"]["BoardColumnAddedEvent"] | components["schemas"]["BoardColumnUpdatedEvent"] | components["schemas"]["BoardColumnRemovedEvent"] | components["schemas"]["BoardColumnMovedEvent"] | components["schemas"]["BoardCardCreatedEvent"] | components["schemas"]["BoardCardUpdatedEvent"] | components["schemas"]["BoardCardRemovedEvent"] | components["schemas"]["BoardCardMovedEvent"] | components["schemas"]["BoardCardAssignedEvent"] | components["schemas"]["RunQueuedEvent"] | components["schemas"]["RunStartedEvent"] | components["schemas"]["RunStepEvent"] | components["schemas"]["RunProgressEvent"] | components["schemas"]["RunFinishedEvent"] | components["schemas"]["RunCancelRequestedEvent"] | components["schemas"]["RunLeaseLostEvent"] | components["schemas"]["ParticipantJoinedEvent"] | components["schemas"]["ParticipantLeftEvent"] | components["schemas"]["LockAcquiredEvent"] | components["schemas"]["LockReleasedEvent"] | components["schemas"]["LockBrokenEvent"] | components["schemas"]["LockExpiredEvent"] | components["schemas"]["LockDeniedEvent"] | components["schemas"]["LockEnforcedEvent"] | components["schemas"]["SessionChangedEvent"] | components["schemas"]["SessionTurnRequestedEvent"] | components["schemas"]["SessionTurnOfferedEvent"] | components["schemas"]["SessionTurnPassedEvent"] | components["schemas"]["SessionTurnEndedEvent"] | components["schemas"]["SessionTurnWithdrawnEvent"] | components["schemas"]["CommentThreadCreatedEvent"] | components["schemas"]["CommentAddedEvent"] | components["schemas"]["CommentEditedEvent"] | components["schemas"]["CommentDeletedEvent"] | components["schemas"]["CommentResolvedEvent"] | components["schemas"]["CommentReopenedEvent"] | components["schemas"]["CommentAnchoredEvent"] | components["schemas"]["CommentThreadDeletedEvent"] | components["schemas"]["CommentReactionEvent"] | components["schemas"]["ChatMessageEvent"] | components["schemas"]["ChatEditedEvent"] | components["schemas"]["ChatDeletedEvent"] | components["schemas"]["ChatReactionEvent"] | components["schemas"]["MemberAddedEvent"] | components["schemas"]["MemberChangedEvent"] | components["schemas"]["MemberRemovedEvent"] | components["schemas"]["MemberBlockedEvent"] | components["schemas"]["ShareCreatedEvent"] | components["schemas"]["ShareRevokedEvent"] | components["schemas"]["ShareUsedEvent"] | components["schemas"]["AccessDeniedEvent"] | components["schemas"]["AccountCreatedEvent"] | components["schemas"]["AccountLoggedInEvent"] | components["schemas"]["AccountLoggedOutEvent"] | components["schemas"]["AccountChangedEvent"] | components["schemas"]["AccountPasswordChangedEvent"] | components["schemas"]["AccountTokenReusedEvent"] | components["schemas"]["AdminKickedEvent"] | components["schemas"]["AdminReassessedEvent"] | components["schemas"]["AdminReleasedEvent"] | components["schemas"]["AdminTokensRevokedEvent"] | components["schemas"]["AuditExportedEvent"] | components["schemas"]["AuditTrimmedEvent"];
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
         * @description Who is still there.
         * @example {
         *       "participant": "p-0123"
         *     }
         */
        readonly Heartbeat: {
            /** @description As `join` answered. */
            readonly participant: string;
        };
        /**
         * @description How much there is to read.
         * @example {
         *       "unread": 3
         *     }
         */
        readonly InboxCount: {
            /**
             * Format: int64
             * @description Items that are not read, at most 1,000.
             */
            readonly unread: number;
        };
        /**
         * @description Something in an inbox.
         * @example {
         *       "created_at": 1700000000000,
         *       "document": "acme/plan",
         *       "event": "123",
         *       "from": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "id": "018bcfe5-6800-7000-8000-004000000000",
         *       "read_at": null,
         *       "summary": "What about line 12?",
         *       "target": {
         *         "message": "018bcfe5-6800-7000-8000-004000000000",
         *         "reply_to": null
         *       },
         *       "type": "mention"
         *     }
         */
        readonly InboxItem: {
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly created_at: number;
            /** @description The document it is about, or the prefix. */
            readonly document: string;
            /** @description The event that it comes from. */
            readonly event: string;
            readonly from?: null | components["schemas"]["Author"];
            /** @description A UUID that grows within an inbox. */
            readonly id: string;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            readonly read_at?: number | null;
            /** @description The beginning of what was said, at most 200 characters, or the title of what it is about; may be empty. */
            readonly summary: string;
            /** @description Where to look: `message`, `thread` and `comment`, `card`, `role`, … */
            readonly target: Record<string, never>;
            readonly type: components["schemas"]["InboxKind"];
        };
        /**
         * @description Some items, the newest first.
         * @example {
         *       "items": [],
         *       "next_cursor": null
         *     }
         */
        readonly InboxItems: {
            readonly items: readonly components["schemas"]["InboxItem"][];
            /** @description Where the next page goes on; `null` at the end. */
            readonly next_cursor?: string | null;
        };
        /**
         * @description Why something is in an inbox: somebody called the caller; answered their message, or commented where they did; gave them something
         *     to do; made them a member; it is their turn; a thread in which they commented is resolved.
         * @example mention
         * @enum {string}
         */
        readonly InboxKind: "mention" | "reply" | "assignment" | "share" | "turn" | "thread_resolved";
        /**
         * @description What came of that.
         * @example {
         *       "read": 2,
         *       "unread": 1
         *     }
         */
        readonly InboxRead: {
            /**
             * Format: int64
             * @description Items that were not read before and are now.
             */
            readonly read: number;
            /**
             * Format: int64
             * @description Items that still are not.
             */
            readonly unread: number;
        };
        /**
         * @description What the caller has read: exactly one of the three.
         * @example {
         *       "ids": [
         *         "018bcfe5-6800-7000-8000-004000000000"
         *       ]
         *     }
         */
        readonly InboxReading: {
            /** @description All. */
            readonly all?: boolean | null;
            /** @description These items; those that are not there any more are passed over. */
            readonly ids?: readonly string[] | null;
            /** @description This item and all older ones. */
            readonly through?: string | null;
        };
        /**
         * @description Somebody who wants to take part.
         * @example {
         *       "presence": {
         *         "activity": "reviewing",
         *         "viewing": "/cards/c1"
         *       }
         *     }
         */
        readonly Join: {
            /** @description What to be called where nobody vouches for a name. */
            readonly name?: string | null;
            /** @description The members of one's presence state; `user` is the server's. */
            readonly presence?: Record<string, never>;
        };
        /**
         * @description Who takes part.
         * @example {
         *       "client": 1234567,
         *       "expires_in": 60,
         *       "participant": "p-0123",
         *       "role": "editor"
         *     }
         */
        readonly JoinedParticipant: {
            /**
             * Format: int64
             * @description The id in awareness, as Yjs clients see it.
             */
            readonly client: number;
            /**
             * Format: int64
             * @description Seconds until the participant is gone that is not heard of.
             */
            readonly expires_in: number;
            /** @description Names the participant in later requests. Keep it to yourself. */
            readonly participant: string;
            readonly role: components["schemas"]["Role"];
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
        readonly LiveErrorCode: "malformed" | "unknown_type" | "not_allowed" | "test_failed" | "patch_failed" | "too_large" | "unavailable" | "refused" | "closed" | "not_found" | "conflict" | "locked";
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
            readonly self?: components["schemas"]["LiveSelfChange"];
            readonly session?: Record<string, never>;
            /** @enum {string} */
            readonly type: "session_update";
        } | {
            readonly event: string;
            readonly message: Record<string, never>;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "chat_message";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly event: string;
            /** @description Its id. */
            readonly message: string;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "chat_deleted";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly added: boolean;
            readonly comment?: string | null;
            readonly emoji: string;
            readonly event: string;
            readonly message?: string | null;
            readonly thread?: string | null;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "reaction_update";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly anchor?: unknown;
            readonly comment: string;
            readonly event: string;
            readonly mentions?: readonly unknown[] | null;
            /** @description The beginning of it. */
            readonly text?: string | null;
            readonly thread: string;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "new_comment";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly anchor?: unknown;
            readonly comment: string;
            readonly event: string;
            readonly text?: string | null;
            readonly thread: string;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "comment_edited";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            /** @description Missing where the thread is gone. */
            readonly comment?: string | null;
            readonly event: string;
            readonly thread: string;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "comment_deleted";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly anchor?: unknown;
            readonly event: string;
            readonly resolved: boolean;
            readonly thread: string;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "comment_resolved";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly event: string;
            readonly lock: Record<string, never>;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "lock_acquired";
            readonly user?: null | components["schemas"]["LiveAuthor"];
        } | {
            readonly event: string;
            readonly lock: Record<string, never>;
            /** Format: int64 */
            readonly time: number;
            /** @enum {string} */
            readonly type: "lock_released";
            readonly user?: null | components["schemas"]["LiveAuthor"];
            /** @description `released`, `left`, `expired` or `broken`. */
            readonly why: string;
        } | {
            /** @description The other one. */
            readonly lock: Record<string, never>;
            readonly path: unknown;
            /** @enum {string} */
            readonly type: "lock_denied";
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
            /** @description What REST would have answered. */
            readonly answer?: unknown;
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
            /** @description `null` removes one; `null` for all of them the section. */
            readonly changes: Record<string, never>;
            readonly id?: unknown;
            /** @description The section's id. */
            readonly section: string;
            /** @enum {string} */
            readonly type: "section_update";
        } | {
            readonly body: string;
            readonly id?: unknown;
            readonly mentions?: readonly unknown[] | null;
            readonly metadata?: unknown;
            readonly references?: readonly unknown[] | null;
            readonly reply_to?: string | null;
            /** @enum {string} */
            readonly type: "chat_message";
        } | {
            readonly body?: string | null;
            /** Format: int32 */
            readonly column?: number | null;
            /** Format: int32 */
            readonly end_line?: number | null;
            readonly file: string;
            readonly id?: unknown;
            /** Format: int32 */
            readonly line?: number | null;
            readonly mentions?: readonly unknown[] | null;
            readonly metadata?: unknown;
            readonly reply_to?: string | null;
            readonly snippet?: string | null;
            /** @enum {string} */
            readonly type: "code_comment";
        } | {
            /** @description An emoji or a `:shortcode:`. */
            readonly emoji: string;
            readonly id?: unknown;
            /** @description The message; otherwise `thread` and `comment` say which comment. */
            readonly message: string;
            /** @description Takes it back. */
            readonly remove?: boolean | null;
            /** @enum {string} */
            readonly type: "reaction";
        } | {
            /** @description What a new thread is about. */
            readonly anchor?: unknown;
            /** @description Any JSON but `null`. */
            readonly body: unknown;
            readonly id?: unknown;
            readonly mentions?: readonly unknown[] | null;
            readonly metadata?: unknown;
            /** @description The thread; a new one if missing. */
            readonly thread?: string | null;
            /** @enum {string} */
            readonly type: "comment_added";
        } | {
            readonly id?: unknown;
            /** @description `false` reopens it. */
            readonly resolved?: boolean | null;
            readonly thread: string;
            /** @enum {string} */
            readonly type: "comment_resolved";
        } | {
            readonly id?: unknown;
            /** @description A JSON pointer; the whole document if missing. */
            readonly path?: string | null;
            readonly reason?: string | null;
            /** Format: int32 */
            readonly release_on_leave?: number | null;
            /** Format: int32 */
            readonly seconds?: number | null;
            /** @enum {string} */
            readonly type: "lock_acquire";
        } | {
            readonly id?: unknown;
            /** @description The lock's id; otherwise one's own lock on `path`. */
            readonly lock?: string | null;
            /** @enum {string} */
            readonly type: "lock_release";
        } | {
            readonly id?: unknown;
            /** @enum {string} */
            readonly type: "turn_request";
        } | {
            readonly id?: unknown;
            /** @description The id of a user who waits for it; the next one if missing. */
            readonly to?: string | null;
            /** @enum {string} */
            readonly type: "turn_pass";
        } | {
            readonly id?: unknown;
            readonly session: Record<string, never>;
            /** @enum {string} */
            readonly type: "session_update";
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
            /**
             * Format: int32
             * @description In seconds.
             */
            readonly idle_timeout?: number | null;
            /** Format: int32 */
            readonly max_participants?: number | null;
            /** @description `parallel`: all editors edit; `sequential`: whose turn it is; `locked`: everybody what they hold a lock on. */
            readonly mode: string;
            /** @description Whose turn it is, and who waits, in a sequential session. */
            readonly turn?: unknown;
            /**
             * Format: int32
             * @description In seconds.
             */
            readonly turn_timeout?: number | null;
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
         * @description A part of a document that its holder alone may change. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "acquired_at": 1700000000000,
         *       "document": "acme/board",
         *       "expires_at": 1700000600000,
         *       "holder": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "id": "018bcfe5-6800-7000-8000-000000000000",
         *       "path": "/cards/c1",
         *       "reason": "rewriting the description",
         *       "release_on_leave": null,
         *       "renewed_at": 1700000000000
         *     }
         */
        readonly Lock: {
            /** Format: int64 */
            readonly acquired_at: number;
            readonly document: string;
            /**
             * Format: int64
             * @description When it ends by itself.
             */
            readonly expires_at: number;
            readonly holder: components["schemas"]["Author"];
            /** @description A UUID that grows with time. */
            readonly id: string;
            /** @description A JSON pointer; empty for the whole document. */
            readonly path: string;
            readonly reason: string | null;
            /**
             * Format: int32
             * @description Ends so many seconds after its holder left; `null`: leaving ends nothing.
             */
            readonly release_on_leave: number | null;
            /**
             * Format: int64
             * @description When it was last made to last longer.
             */
            readonly renewed_at: number;
        };
        /** @description Somebody has a part of the document for themselves. */
        readonly LockAcquiredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockOnly"];
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
            readonly type: "lock.acquired";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description An owner ended somebody else's lock. */
        readonly LockBroken: {
            readonly by: components["schemas"]["Author"];
            readonly lock: components["schemas"]["LockTold"];
        };
        /** @description An owner ended somebody else's lock. */
        readonly LockBrokenEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockBroken"];
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
            readonly type: "lock.broken";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody wanted a lock that overlaps one of somebody else. */
        readonly LockDenied: {
            /** @description The one that stands in the way. */
            readonly lock: components["schemas"]["LockTold"];
            /** @description What was wanted. */
            readonly path: string;
        };
        /** @description Somebody did not get a lock; told once a minute for each user and lock. */
        readonly LockDeniedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockDenied"];
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
            readonly type: "lock.denied";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Somebody changed what somebody else has a lock on, and it was undone.
         * @example {
         *       "lock": "018bcfe5-6800-7000-8000-000000000000",
         *       "path": "/cards/c1",
         *       "times": 1
         *     }
         */
        readonly LockEnforced: {
            /** @description The lock's id; `null` where the session lets everybody edit only what they hold. */
            readonly lock: string | null;
            /** @description The lock's path. */
            readonly path: string | null;
            /**
             * Format: int64
             * @description How often within a second.
             */
            readonly times: number;
        };
        /** @description A change of what somebody else has locked was undone. */
        readonly LockEnforcedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockEnforced"];
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
            readonly type: "lock.enforced";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A lock ended because it was not renewed. */
        readonly LockExpiredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockOnly"];
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
            readonly type: "lock.expired";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody has a lock; or it ended by itself. */
        readonly LockOnly: {
            readonly lock: components["schemas"]["LockTold"];
        };
        /** @description A lock is no more. */
        readonly LockReleased: {
            readonly lock: components["schemas"]["LockTold"];
            /**
             * @description `released` by its holder; `left`: its holder did, and it was to end then.
             * @example released
             */
            readonly why: string;
        };
        /** @description A lock was given back. */
        readonly LockReleasedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["LockReleased"];
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
            readonly type: "lock.released";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description How much longer.
         * @example {
         *       "seconds": 600
         *     }
         */
        readonly LockRenewal: {
            /**
             * Format: int32
             * @description How long it lasts from now; as long as before if missing.
             */
            readonly seconds?: number | null;
        };
        /**
         * @description Locks of a document.
         * @example {
         *       "locks": []
         *     }
         */
        readonly Locks: {
            /** @description The oldest first. */
            readonly locks: readonly components["schemas"]["Lock"][];
        };
        /**
         * @description A lock, as it is or was.
         * @example {
         *       "acquired_at": 1700000000000,
         *       "expires_at": 1700001800000,
         *       "holder": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "id": "018bcfe5-6800-7000-8000-000000000000",
         *       "path": "/cards/c1",
         *       "reason": null,
         *       "release_on_leave": null,
         *       "renewed_at": 1700000000000
         *     }
         */
        readonly LockTold: {
            /** Format: int64 */
            readonly acquired_at: number;
            /** Format: int64 */
            readonly expires_at: number;
            readonly holder: components["schemas"]["Author"];
            readonly id: string;
            /** @description A JSON pointer; empty for the whole document. */
            readonly path: string;
            readonly reason: string | null;
            /** Format: int32 */
            readonly release_on_leave: number | null;
            /** Format: int64 */
            readonly renewed_at: number;
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
         * @description Somebody has a role in the scope.
         * @example {
         *       "role": "editor",
         *       "user": "ada"
         *     }
         */
        readonly MemberAdded: {
            readonly role: components["schemas"]["Standing"];
            /** @description The user's id. */
            readonly user: string;
        };
        /** @description Somebody has a role. For owners. */
        readonly MemberAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["MemberAdded"];
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
            readonly type: "member.added";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody is blocked. */
        readonly MemberBlocked: {
            /** @description What the user was before, if anything. */
            readonly old?: components["schemas"]["Standing"];
            /** @description The user's id. */
            readonly user: string;
        };
        /** @description Somebody is blocked. For owners. */
        readonly MemberBlockedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["MemberBlocked"];
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
            readonly type: "member.blocked";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody has another role, or is not blocked any more. */
        readonly MemberChanged: {
            /** @description What the user was before. */
            readonly old: components["schemas"]["Standing"];
            readonly role: components["schemas"]["Standing"];
            /** @description The user's id. */
            readonly user: string;
        };
        /** @description Somebody has another role. For owners. */
        readonly MemberChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["MemberChanged"];
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
            readonly type: "member.changed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody has none of the roles that this scope gives. */
        readonly MemberRemoved: {
            /** @description What the user was before. */
            readonly old: components["schemas"]["Standing"];
            /** @description The user's id. */
            readonly user: string;
        };
        /** @description Somebody is no member any more. For owners. */
        readonly MemberRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["MemberRemoved"];
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
            readonly type: "member.removed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
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
         * @description Somebody who is called.
         * @example {
         *       "user": "ada"
         *     }
         */
        readonly Mention: {
            readonly user: string;
        } | {
            readonly role: components["schemas"]["Role"];
        };
        /**
         * @description A message to be sent.
         * @example {
         *       "body": "What about line 12?",
         *       "mentions": [
         *         {
         *           "user": "bob"
         *         }
         *       ]
         *     }
         */
        readonly NewChatMessage: {
            /** @description At most 16 KiB; may be empty if there are references. */
            readonly body?: string;
            /** @description Who is called. Names in the text call nobody. */
            readonly mentions?: readonly components["schemas"]["Mention"][];
            /** @description At most 4 KiB of JSON. */
            readonly metadata?: Record<string, never> | null;
            readonly references?: readonly components["schemas"]["CodeReference"][];
            /** @description The id of the message it answers. */
            readonly reply_to?: string | null;
        };
        /**
         * @description A comment to be written or changed.
         * @example {
         *       "comment": {
         *         "body": [
         *           {
         *             "content": "Yes.",
         *             "type": "paragraph"
         *           }
         *         ]
         *       }
         *     }
         */
        readonly NewComment: {
            readonly comment: components["schemas"]["CommentWords"];
            /** @description Whom it is for. Of a comment that is changed those stay, if missing. */
            readonly mentions?: readonly components["schemas"]["Mention"][] | null;
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
         * @description A lock that somebody wants.
         * @example {
         *       "path": "/cards/c1",
         *       "reason": "rewriting the description",
         *       "seconds": 600
         *     }
         */
        readonly NewLock: {
            /** @description A JSON pointer, the root first; empty for the whole document. */
            readonly path?: string;
            /** @description Why. */
            readonly reason?: string | null;
            /**
             * Format: int32
             * @description Ends so many seconds after its holder left the document.
             */
            readonly release_on_leave?: number | null;
            /**
             * Format: int32
             * @description How long it lasts; 1800 if missing.
             */
            readonly seconds?: number | null;
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
         * @description What somebody does.
         * @example {
         *       "participant": "p-0123",
         *       "presence": {
         *         "editing": "/cards/c1"
         *       }
         *     }
         */
        readonly NewPresence: {
            /** @description As `join` answered. */
            readonly participant: string;
            /** @description All members of the presence state; `user` is the server's. */
            readonly presence: Record<string, never>;
        };
        /**
         * @description A reaction.
         * @example {
         *       "emoji": "👍"
         *     }
         */
        readonly NewReaction: {
            /** @description An emoji, a word, or anything else of 1 to 64 bytes. */
            readonly emoji: string;
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
        /**
         * @description A thread to be begun.
         * @example {
         *       "anchor": {
         *         "path": "/cards/c1",
         *         "type": "path"
         *       },
         *       "initialComment": {
         *         "body": [
         *           {
         *             "content": "Really?",
         *             "type": "paragraph"
         *           }
         *         ]
         *       },
         *       "mentions": [
         *         {
         *           "user": "bob"
         *         }
         *       ]
         *     }
         */
        readonly NewThread: {
            /** @description The document as a whole, if missing. */
            readonly anchor?: components["schemas"]["ThreadAnchor"];
            readonly initialComment: components["schemas"]["CommentWords"];
            /** @description Whom the comment is for. Names in the text call nobody. */
            readonly mentions?: readonly components["schemas"]["Mention"][] | null;
            /** @description Of the thread: any JSON, at most 4 KiB. */
            readonly metadata?: unknown;
        };
        /** @description There is nothing more to say. */
        readonly NoData: Record<string, never>;
        /** @description There is nothing more to say. */
        readonly NoMore: Record<string, never>;
        /**
         * @description Has no members.
         * @example {}
         */
        readonly Nothing: Record<string, never>;
        /**
         * @description One user in one document. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "activity": "editing",
         *       "connections": 1,
         *       "document": "acme/board",
         *       "last_active": 1700000060000,
         *       "role": "editor",
         *       "since": 1700000000000,
         *       "states": [
         *         {
         *           "client": 1234567,
         *           "state": {
         *             "editing": "/cards/c1"
         *           }
         *         }
         *       ],
         *       "status": "active",
         *       "user": {
         *         "color": "#15803d",
         *         "id": "ada",
         *         "name": "Ada"
         *       }
         *     }
         */
        readonly Participant: {
            /** @description What they do, as their client says: free text, or a verb such as `editing`. */
            readonly activity: string | null;
            /**
             * Format: int32
             * @description How many connections they have.
             */
            readonly connections: number;
            readonly document: string;
            /**
             * Format: int64
             * @description When they last did something there; for who has left, when they were last there.
             */
            readonly last_active: number;
            readonly role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when they are there; `null` for who is not.
             */
            readonly since: number | null;
            /** @description What their clients announced; missing with `states=false`. */
            readonly states?: readonly components["schemas"]["PresenceState"][];
            readonly status: components["schemas"]["PresenceStatus"];
            readonly user: components["schemas"]["PresentUser"];
        };
        /** @description Somebody came who was not there. */
        readonly ParticipantJoinedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ParticipantMoved"];
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
            readonly type: "participant.joined";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody left with their last connection. */
        readonly ParticipantLeftEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ParticipantMoved"];
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
            readonly type: "participant.left";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody came or left. */
        readonly ParticipantMoved: {
            readonly role: components["schemas"]["Role"];
        };
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
        /**
         * @description Some participants, in the order of documents and users.
         * @example {
         *       "next_cursor": null,
         *       "present": []
         *     }
         */
        readonly PresenceList: {
            /** @description Where the next page goes on; `null` at the end. */
            readonly next_cursor: string | null;
            readonly present: readonly components["schemas"]["Participant"][];
        };
        /**
         * @description What one client announced.
         * @example {
         *       "client": 1234567,
         *       "state": {
         *         "cursor": {
         *           "x": 3,
         *           "y": 4
         *         }
         *       }
         *     }
         */
        readonly PresenceState: {
            /**
             * Format: int64
             * @description The client's id in awareness.
             */
            readonly client: number;
            /** @description The state, as all clients of the document have it. */
            readonly state: unknown;
        };
        /**
         * @description Whether somebody is there: `busy` is what they say of themselves.
         * @example active
         * @enum {string}
         */
        readonly PresenceStatus: "active" | "idle" | "away" | "busy" | "offline";
        /**
         * @description A user, as others are shown them.
         * @example {
         *       "color": "#15803d",
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        readonly PresentUser: {
            /** @description `#rrggbb`, the same for a user everywhere and always. */
            readonly color: string;
            /** @description The user's id. */
            readonly id: string;
            /** @description The name; where nobody vouched for one, what the client calls itself. */
            readonly name: string | null;
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
         * @description The documents that are let rest, in the order of their ids.
         * @example {
         *       "documents": []
         *     }
         */
        readonly Quarantine: {
            readonly documents: readonly components["schemas"]["QuarantinedDocument"][];
        };
        /**
         * @description A document that is let rest.
         * @example {
         *       "document": "acme/board/roadmap",
         *       "reason": "the stored document can't be read: a checksum is wrong",
         *       "since": 1700000000000
         *     }
         */
        readonly QuarantinedDocument: {
            readonly document: string;
            /** @description Why, for the operator: as the log says it. */
            readonly reason: string;
            /**
             * Format: int64
             * @description Since when, in milliseconds since the Unix epoch.
             */
            readonly since: number;
        };
        /**
         * @description One user's reaction.
         * @example {
         *       "at": 1700000002000,
         *       "user": {
         *         "id": "bob",
         *         "name": "Bob"
         *       }
         *     }
         */
        readonly Reaction: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            readonly at: number;
            readonly user: components["schemas"]["Author"];
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
         * @description The room of a document that is open.
         * @example {
         *       "connections": 3,
         *       "document": "acme/board/roadmap",
         *       "failures": 0,
         *       "phase": "busy",
         *       "report": null,
         *       "since": 1700000000000
         *     }
         */
        readonly Room: {
            /** @description Connections attached or about to be, requests under way among them. */
            readonly connections: number;
            /** @description The document. One that ends in `~yrsa` is a companion, which the server writes. */
            readonly document: string;
            /** @description How often a room of this document failed in the last ten minutes. */
            readonly failures: number;
            readonly phase: components["schemas"]["RoomPhase"];
            readonly report: null | components["schemas"]["RoomReport"];
            /**
             * Format: int64
             * @description Since when it is open, in milliseconds since the Unix epoch.
             */
            readonly since: number;
        };
        /**
         * @description Where a room is in its life.
         * @example live
         * @enum {string}
         */
        readonly RoomPhase: "live" | "leaving" | "closing" | "busy";
        /**
         * @description What a room says of itself.
         * @example {
         *       "bytes": 18234,
         *       "editable": true,
         *       "kind": "board",
         *       "last_activity": 1700000060000,
         *       "locks": 1,
         *       "mode": "parallel",
         *       "parked": 0,
         *       "participants": 2,
         *       "received": {
         *         "bytes": 48000,
         *         "messages": 1200
         *       },
         *       "sent": {
         *         "bytes": 96000,
         *         "messages": 2400
         *       },
         *       "snapshot": 400,
         *       "unsaved": 0,
         *       "version": 412,
         *       "waiting": 0
         *     }
         */
        readonly RoomReport: {
            /** @description Bytes of the encoded document. */
            readonly bytes: number;
            /** @description Whether the document is in memory ready to be edited; until somebody edits it, only its bytes are. */
            readonly editable: boolean;
            /** @description What the document is: `workflow`, `report`, `board` or `document`. */
            readonly kind: string;
            /**
             * Format: int64
             * @description When one of those who are here did something last; `null` if nobody is here.
             */
            readonly last_activity: number | null;
            /** @description Locks in force. */
            readonly locks: number;
            readonly mode: components["schemas"]["SessionMode"];
            /** @description Bytes of edits that wait for a part that is missing. */
            readonly parked: number;
            /** @description Users here. */
            readonly participants: number;
            /** @description What clients sent since the room is open. */
            readonly received: components["schemas"]["Traffic"];
            /** @description What was queued for clients since, once for each of them. */
            readonly sent: components["schemas"]["Traffic"];
            /**
             * Format: int64
             * @description The version that the newest snapshot holds.
             */
            readonly snapshot: number;
            /**
             * Format: int64
             * @description Updates that are not on disk yet; none of them was acknowledged.
             */
            readonly unsaved: number;
            /**
             * Format: int64
             * @description The version of the document: it grows by one with each update.
             */
            readonly version: number;
            /** @description Bytes that wait for slow readers. */
            readonly waiting: number;
        };
        /**
         * @description A page of rooms, in the order of their documents.
         * @example {
         *       "next_cursor": null,
         *       "open": 0,
         *       "rooms": []
         *     }
         */
        readonly Rooms: {
            /** @description For the next page; null if this was the last one. */
            readonly next_cursor: string | null;
            /** @description How many rooms are open in all. */
            readonly open: number;
            readonly rooms: readonly components["schemas"]["Room"][];
        };
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
        /** @description The ends of a selection, in any order. */
        readonly SelectionEnds: {
            /** @description A relative position of Yjs, as JSON. */
            readonly anchor: Record<string, never>;
            /** @description A relative position of Yjs, as JSON. */
            readonly head: Record<string, never>;
        };
        /**
         * @description This server, and who the caller is to it.
         * @example {
         *       "access": "tokens",
         *       "accounts": true,
         *       "name": "yrsa",
         *       "registration": "open",
         *       "version": "0.1.0",
         *       "you": null
         *     }
         */
        readonly Server: {
            readonly access: components["schemas"]["ServerAccess"];
            /** @description Whether there are built-in accounts to log in to (`/api/auth/login`). */
            readonly accounts: boolean;
            /** @description The program: `yrsa`. */
            readonly name: string;
            readonly registration: components["schemas"]["ServerRegistration"];
            /** @description Its version. */
            readonly version: string;
            readonly you: null | components["schemas"]["ServerCaller"];
        };
        /**
         * @description How one comes in.
         * @example tokens
         * @enum {string}
         */
        readonly ServerAccess: "open" | "tokens";
        /**
         * @description The caller.
         * @example {
         *       "admin": false,
         *       "by": "account",
         *       "color": "#30bced",
         *       "guest": false,
         *       "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0",
         *       "name": "Ada"
         *     }
         */
        readonly ServerCaller: {
            /** @description Whether they administrate this server. */
            readonly admin: boolean;
            readonly by: components["schemas"]["ServerCallerBy"];
            /** @description `#rrggbb`, the same for a user everywhere and always. */
            readonly color: string;
            /** @description Whether nobody knows who this is: without a name in open mode, by a share link, or by a token that names nobody. */
            readonly guest: boolean;
            /** @description The user's id. That of a guest is made up: the next request may get another. */
            readonly id: string;
            /** @description How they are shown; `null` where nobody vouched for a name, and they may choose one. */
            readonly name: string | null;
        };
        /**
         * @description What makes the caller who they are.
         * @example account
         * @enum {string}
         */
        readonly ServerCallerBy: "open" | "token" | "account" | "y-sweet" | "share";
        /**
         * @description Who may register an account.
         * @example open
         * @enum {string}
         */
        readonly ServerRegistration: "open" | "closed";
        /** @description One event of a stream, as a client reads it. */
        readonly ServerSentEvent: {
            /** @description JSON. */
            readonly data?: string;
            /** @description What it is. */
            readonly event?: string;
            /** @description Where to go on, in `Last-Event-ID`. */
            readonly id?: string;
        };
        /**
         * @description How people work on a document together. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "document": "acme/board",
         *       "idle_timeout": null,
         *       "last_activity": null,
         *       "max_participants": null,
         *       "mode": "parallel",
         *       "participants": [],
         *       "started_at": null,
         *       "turn": null,
         *       "turn_timeout": 300
         *     }
         */
        readonly Session: {
            readonly document: string;
            /**
             * Format: int32
             * @description Who does nothing for so many seconds has to come again; `null`: nobody.
             */
            readonly idle_timeout: number | null;
            /**
             * Format: int64
             * @description When somebody who is here last did something.
             */
            readonly last_activity: number | null;
            /**
             * Format: int32
             * @description How many users may be here, owners apart; `null`: any number.
             */
            readonly max_participants: number | null;
            readonly mode: components["schemas"]["SessionMode"];
            /** @description Who is here, each user once. */
            readonly participants: readonly components["schemas"]["SessionParticipant"][];
            /**
             * Format: int64
             * @description Since when the one is here who is here longest; `null` while nobody is.
             */
            readonly started_at: number | null;
            readonly turn: null | components["schemas"]["SessionTurn"];
            /**
             * Format: int32
             * @description How many seconds a turn lasts while others wait.
             */
            readonly turn_timeout: number;
        };
        /**
         * @description What is to change; what is missing stays as it is.
         * @example {
         *       "max_participants": null,
         *       "mode": "sequential",
         *       "turn_timeout": 120
         *     }
         */
        readonly SessionChange: {
            /**
             * Format: int32
             * @description In seconds; `null`: nobody has to go.
             */
            readonly idle_timeout?: number | null;
            /**
             * Format: int32
             * @description `null`: any number.
             */
            readonly max_participants?: number | null;
            readonly mode?: null | components["schemas"]["SessionMode"];
            /**
             * Format: int32
             * @description In seconds.
             */
            readonly turn_timeout?: number | null;
        };
        /**
         * @description An owner changed how people work on the document; only what changed is there.
         * @example {
         *       "new": {
         *         "mode": "sequential"
         *       },
         *       "old": {
         *         "mode": "parallel"
         *       }
         *     }
         */
        readonly SessionChanged: {
            readonly new: Record<string, never>;
            readonly old: Record<string, never>;
        };
        /** @description An owner changed how people work on the document. */
        readonly SessionChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["SessionChanged"];
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
            readonly type: "session.changed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description Who may edit, of those whose role allows it: everybody, whose turn it is, or everybody what they hold a lock on.
         * @example sequential
         * @enum {string}
         */
        readonly SessionMode: "parallel" | "sequential" | "locked";
        /** @description Somebody who is in the document. */
        readonly SessionParticipant: {
            /** @description `#rrggbb`, the same for a user always. */
            readonly color: string;
            /**
             * Format: int32
             * @description How many connections they have here.
             */
            readonly connections: number;
            /** @description The user's id. */
            readonly id: string;
            /**
             * Format: int64
             * @description When they last did something.
             */
            readonly last_active: number;
            readonly name: string | null;
            readonly role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when they are here.
             */
            readonly since: number;
            /** @description `active`, `busy`, `idle` or `away`. */
            readonly status: string;
        };
        /**
         * @description Whose turn it is, in a sequential session. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "expires_at": 1700000300000,
         *       "holder": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "queue": [
         *         {
         *           "at": 1700000100000,
         *           "id": "bob",
         *           "name": "Bob"
         *         }
         *       ],
         *       "since": 1700000000000
         *     }
         */
        readonly SessionTurn: {
            /**
             * Format: int64
             * @description From then on it is the next one's, if somebody waits.
             */
            readonly expires_at: number | null;
            readonly holder: null | components["schemas"]["Author"];
            /** @description Who waits, in order. */
            readonly queue: readonly components["schemas"]["SessionWaiting"][];
            /** Format: int64 */
            readonly since: number | null;
        };
        /** @description A turn is over. */
        readonly SessionTurnEndedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TurnEnded"];
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
            readonly type: "session.turn_ended";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description It is somebody's turn now. */
        readonly SessionTurnOfferedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TurnOffered"];
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
            readonly type: "session.turn_offered";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody passed the turn on. */
        readonly SessionTurnPassedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TurnPassed"];
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
            readonly type: "session.turn_passed";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody waits for their turn. */
        readonly SessionTurnRequestedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TurnRequested"];
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
            readonly type: "session.turn_requested";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody no longer waits for their turn. */
        readonly SessionTurnWithdrawnEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["TurnWithdrawn"];
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
            readonly type: "session.turn_withdrawn";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description Somebody who waits for their turn. */
        readonly SessionWaiting: {
            /**
             * Format: int64
             * @description Since when.
             */
            readonly at: number;
            /** @description The user's id. */
            readonly id: string;
            readonly name?: string | null;
        };
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
        /** @description A share link was made. */
        readonly ShareCreated: {
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch.
             */
            readonly expires_at: number | null;
            /** Format: int64 */
            readonly max_uses: number | null;
            /** @description The share by which its maker could make it. */
            readonly parent: string | null;
            readonly permission: components["schemas"]["Permission"];
            /** @description Its id; it opens nothing. */
            readonly share: string;
        };
        /** @description There is a share link. For owners. */
        readonly ShareCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ShareCreated"];
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
            readonly type: "share.created";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /** @description A share opens nothing any more. */
        readonly ShareRevoked: {
            /** @description Its id. */
            readonly share: string;
        };
        /** @description A share link was revoked. For owners. */
        readonly ShareRevokedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ShareRevoked"];
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
            readonly type: "share.revoked";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
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
        /** @description Somebody came by a share. */
        readonly ShareUsed: {
            readonly permission: components["schemas"]["Permission"];
            /** @description Its id. */
            readonly share: string;
            /**
             * Format: int64
             * @description How often it was used until now.
             */
            readonly uses: number;
        };
        /** @description Somebody came by a share link. For owners. */
        readonly ShareUsedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            readonly connection?: number;
            readonly data: components["schemas"]["ShareUsed"];
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
            readonly type: "share.used";
            readonly user?: components["schemas"]["Author"];
        } & {
            readonly [key: string]: unknown;
        };
        /**
         * @description What a member is: a role, or blocked whatever else grants one.
         * @example owner
         * @enum {string}
         */
        readonly Standing: "blocked" | "viewer" | "commenter" | "editor" | "owner";
        /**
         * @description How the server is.
         * @example {
         *       "commits": {
         *         "batches": 300,
         *         "bytes": 44000,
         *         "durations": [
         *           {
         *             "count": 12,
         *             "up_to": 0.0005
         *           },
         *           {
         *             "count": 0,
         *             "up_to": null
         *           }
         *         ],
         *         "failures": 0,
         *         "longest": 0.0071,
         *         "refused": 0,
         *         "seconds": 0.42,
         *         "updates": 1100,
         *         "waiting": 0,
         *         "waiting_bytes": 0
         *       },
         *       "connections": 40,
         *       "process": {
         *         "cpu_seconds": 12.5,
         *         "descriptors": 58,
         *         "memory": 74973184,
         *         "most_descriptors": 1048576,
         *         "threads": 9
         *       },
         *       "quarantined": 0,
         *       "ready": true,
         *       "reasons": [],
         *       "rooms": 12,
         *       "started_at": 1700000000000,
         *       "storage": {
         *         "checkpoint": 17,
         *         "disk": {
         *           "blobs": 2097152,
         *           "damaged": 0,
         *           "free": 52000000000,
         *           "history": 400000,
         *           "journal": 1048576,
         *           "live": 2400000,
         *           "snapshots": 1900000,
         *           "tree": 524288
         *         },
         *         "documents": 120,
         *         "faults": 0,
         *         "in_memory": 4,
         *         "in_memory_bytes": 65536,
         *         "syncs": 2048
         *       },
         *       "streams": 3,
         *       "totals": null,
         *       "uptime": 3600,
         *       "version": "0.1.0"
         *     }
         */
        readonly Stats: {
            readonly commits: components["schemas"]["StatsCommits"];
            /** @description Connections to them, requests under way among them. */
            readonly connections: number;
            readonly process: components["schemas"]["StatsProcess"];
            /** @description Documents in quarantine. */
            readonly quarantined: number;
            /** @description Whether edits can be taken and kept, as `/readyz` says it. */
            readonly ready: boolean;
            /** @description Why not. */
            readonly reasons: readonly string[];
            /** @description Documents that are open. */
            readonly rooms: number;
            /**
             * Format: int64
             * @description When the server started, in milliseconds since the Unix epoch.
             */
            readonly started_at: number;
            readonly storage: components["schemas"]["StatsStorage"];
            /** @description Streams of events and of presence that are open. */
            readonly streams: number;
            readonly totals: null | components["schemas"]["StatsTotals"];
            /**
             * Format: int64
             * @description For how long it runs, in seconds.
             */
            readonly uptime: number;
            /** @description The version of the program. */
            readonly version: string;
        };
        /**
         * @description How many took so long.
         * @example {
         *       "count": 40,
         *       "up_to": 0.001
         *     }
         */
        readonly StatsCommitBucket: {
            /** Format: int64 */
            readonly count: number;
            /**
             * Format: double
             * @description Longer than the one before, and at most so many seconds; `null`: longer than all others.
             */
            readonly up_to: number | null;
        };
        /**
         * @description Group commits: updates written together with one sync.
         * @example {
         *       "batches": 300,
         *       "bytes": 44000,
         *       "durations": [
         *         {
         *           "count": 12,
         *           "up_to": 0.0005
         *         },
         *         {
         *           "count": 0,
         *           "up_to": null
         *         }
         *       ],
         *       "failures": 0,
         *       "longest": 0.0071,
         *       "refused": 0,
         *       "seconds": 0.42,
         *       "updates": 1100,
         *       "waiting": 0,
         *       "waiting_bytes": 0
         *     }
         */
        readonly StatsCommits: {
            /**
             * Format: int64
             * @description Group commits, one sync each.
             */
            readonly batches: number;
            /**
             * Format: int64
             * @description Their bytes.
             */
            readonly bytes: number;
            /** @description How many took how long, from short to long. */
            readonly durations: readonly components["schemas"]["StatsCommitBucket"][];
            /**
             * Format: int64
             * @description Attempts that failed and were repeated.
             */
            readonly failures: number;
            /**
             * Format: double
             * @description The longest of them, in seconds.
             */
            readonly longest: number;
            /**
             * Format: int64
             * @description Writes that storage will never take.
             */
            readonly refused: number;
            /**
             * Format: double
             * @description Time spent writing and syncing, in seconds.
             */
            readonly seconds: number;
            /**
             * Format: int64
             * @description Updates made durable.
             */
            readonly updates: number;
            /** @description Writes that wait for the disk. */
            readonly waiting: number;
            /** @description Their bytes. */
            readonly waiting_bytes: number;
        };
        /**
         * @description Bytes on disk, by purpose.
         * @example {
         *       "blobs": 2097152,
         *       "damaged": 0,
         *       "free": 52000000000,
         *       "history": 400000,
         *       "journal": 1048576,
         *       "live": 2400000,
         *       "snapshots": 1900000,
         *       "tree": 524288
         *     }
         */
        readonly StatsDisk: {
            /**
             * Format: int64
             * @description Files beside the tree.
             */
            readonly blobs: number;
            /**
             * Format: int64
             * @description Copies of damaged files.
             */
            readonly damaged: number;
            /**
             * Format: int64
             * @description What may still be written to the disk of the data folder; `null` if the system does not say.
             */
            readonly free: number | null;
            /**
             * Format: int64
             * @description Of that: entries that a snapshot already contains, kept as history.
             */
            readonly history: number;
            /**
             * Format: int64
             * @description The journal, which acknowledgements rest on.
             */
            readonly journal: number;
            /**
             * Format: int64
             * @description Of tree and blobs: what is still referred to, history included.
             */
            readonly live: number;
            /**
             * Format: int64
             * @description Of that: snapshots.
             */
            readonly snapshots: number;
            /**
             * Format: int64
             * @description The tree (sled) behind it.
             */
            readonly tree: number;
        };
        /**
         * @description This process, as far as the system says it.
         * @example {
         *       "cpu_seconds": 12.5,
         *       "descriptors": 58,
         *       "memory": 74973184,
         *       "most_descriptors": 1048576,
         *       "threads": 9
         *     }
         */
        readonly StatsProcess: {
            /**
             * Format: double
             * @description User and system time used, in seconds.
             */
            readonly cpu_seconds: number | null;
            /**
             * Format: int64
             * @description Descriptors that are open: files and sockets.
             */
            readonly descriptors: number | null;
            /**
             * Format: int64
             * @description Resident memory, in bytes.
             */
            readonly memory: number | null;
            /**
             * Format: int64
             * @description How many there may be.
             */
            readonly most_descriptors: number | null;
            /** Format: int64 */
            readonly threads: number | null;
        };
        /**
         * @description What is stored, and what of it waits in memory for the next checkpoint.
         * @example {
         *       "checkpoint": 17,
         *       "disk": {
         *         "blobs": 2097152,
         *         "damaged": 0,
         *         "free": 52000000000,
         *         "history": 400000,
         *         "journal": 1048576,
         *         "live": 2400000,
         *         "snapshots": 1900000,
         *         "tree": 524288
         *       },
         *       "documents": 120,
         *       "faults": 0,
         *       "in_memory": 4,
         *       "in_memory_bytes": 65536,
         *       "syncs": 2048
         *     }
         */
        readonly StatsStorage: {
            /**
             * Format: int64
             * @description The last checkpoint: the segment of the journal that a restart reads from.
             */
            readonly checkpoint: number;
            readonly disk: components["schemas"]["StatsDisk"];
            /**
             * Format: int64
             * @description Documents stored.
             */
            readonly documents: number;
            /** @description Damage found since the start. */
            readonly faults: number;
            /**
             * Format: int64
             * @description Of those: with updates that lie in the journal and in memory only.
             */
            readonly in_memory: number;
            /**
             * Format: int64
             * @description Bytes of memory held for them.
             */
            readonly in_memory_bytes: number;
            /**
             * Format: int64
             * @description Syncs of the disk since the start.
             */
            readonly syncs: number;
        };
        /**
         * @description What the metrics have counted since the start of the process.
         * @example {
         *       "connections_closed": {
         *         "1012": 3
         *       },
         *       "edge_refusals": {
         *         "origin": 1
         *       },
         *       "events": 40,
         *       "outbox_overflows": 0,
         *       "quarantined": 0,
         *       "reading_paused": 0,
         *       "received": {
         *         "bytes": 48000,
         *         "messages": 1200
         *       },
         *       "room_failures": 0,
         *       "sent": {
         *         "bytes": 96000,
         *         "messages": 2400
         *       },
         *       "webhook_deliveries": {
         *         "delivered": 4
         *       }
         *     }
         */
        readonly StatsTotals: {
            /** @description Connections that rooms closed, by close code. */
            readonly connections_closed: {
                readonly [key: string]: number;
            };
            /** @description Requests and connections refused before any handler, by reason. */
            readonly edge_refusals: {
                readonly [key: string]: number;
            };
            /**
             * Format: int64
             * @description Events written to the journal.
             */
            readonly events: number;
            /**
             * Format: int64
             * @description Times a slow reader's queue was replaced by one merged diff.
             */
            readonly outbox_overflows: number;
            /**
             * Format: int64
             * @description Documents put into quarantine.
             */
            readonly quarantined: number;
            /**
             * Format: int64
             * @description Times a connection was not read because it sent more than its allowance.
             */
            readonly reading_paused: number;
            /** @description WebSocket messages received. */
            readonly received: components["schemas"]["Traffic"];
            /**
             * Format: int64
             * @description Rooms that failed and were opened again from storage.
             */
            readonly room_failures: number;
            /** @description Messages queued for clients. */
            readonly sent: components["schemas"]["Traffic"];
            /** @description Attempts to deliver something to a webhook, by outcome. */
            readonly webhook_deliveries: {
                readonly [key: string]: number;
            };
        };
        /**
         * @description Where a step is.
         * @example succeeded
         * @enum {string}
         */
        readonly StepStatus: "running" | "succeeded" | "failed" | "skipped";
        /**
         * @description It goes on.
         * @example {
         *       "expires_in": 60,
         *       "role": "editor"
         *     }
         */
        readonly StillThere: {
            /**
             * Format: int64
             * @description Seconds until the participant is gone that is not heard of.
             */
            readonly expires_in: number;
            /** @description What the participant may do now. */
            readonly role: components["schemas"]["Role"];
        };
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
         * @description A thread of comments. Times are in milliseconds since the Unix epoch.
         * @example {
         *       "anchor": {
         *         "path": "/cards/c1",
         *         "type": "path"
         *       },
         *       "comments": [],
         *       "createdAt": 1700000000000,
         *       "createdBy": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "id": "018bcfe5-6800-7000-8000-000000000000",
         *       "orphaned": false,
         *       "resolved": false,
         *       "type": "thread",
         *       "updatedAt": 1700000000000
         *     }
         */
        readonly Thread: {
            readonly anchor: components["schemas"]["ThreadAnchor"];
            /** @description The oldest first. */
            readonly comments: readonly components["schemas"]["Comment"][];
            /** Format: int64 */
            readonly createdAt: number;
            readonly createdBy: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description When the last of its comments was deleted; missing if there is one.
             */
            readonly deletedAt?: number;
            /** @description A UUID that grows with time. */
            readonly id: string;
            /** @description What the application keeps with it; missing if that is nothing. */
            readonly metadata?: unknown;
            /**
             * @description Whether what it is about is gone: the text of a range, or what a path leads to. Looked for when threads are read; missing in
             *     other answers, and where it can't be told now.
             */
            readonly orphaned?: boolean;
            readonly resolved: boolean;
            /** @description The id of the user who resolved it last; missing if nobody ever did. */
            readonly resolvedBy?: string;
            /**
             * Format: int64
             * @description When it was last resolved or reopened; missing if it never was.
             */
            readonly resolvedUpdatedAt?: number;
            /**
             * @description Always the same word.
             * @enum {string}
             */
            readonly type: "thread";
            /**
             * Format: int64
             * @description When a comment was last written, changed or deleted.
             */
            readonly updatedAt: number;
        };
        /**
         * @description What a thread is about.
         * @example {
         *       "path": "/cards/c1",
         *       "type": "path"
         *     }
         */
        readonly ThreadAnchor: {
            /** @enum {string} */
            readonly type: "document";
        } | {
            /** @description A JSON pointer (RFC 6901) of at most 8 names and 1,024 bytes. */
            readonly path: string;
            /** @enum {string} */
            readonly type: "path";
        } | {
            /** @description A relative position of Yjs, as JSON. */
            readonly end: Record<string, never>;
            /** @description What the text belongs to: a JSON pointer of at most 8 names and 1,024 bytes. */
            readonly path?: string;
            /** @description A relative position of Yjs, as JSON. */
            readonly start: Record<string, never>;
            /** @enum {string} */
            readonly type: "range";
        };
        /**
         * @description What a deletion left.
         * @example {
         *       "left": "place"
         *     }
         */
        readonly ThreadDeletion: {
            /** @description `place`: the comment's place stays; `others`: the thread without it; `nothing`: the thread is gone. */
            readonly left: "place" | "others" | "nothing";
        };
        /**
         * @description Some threads of a document, the newest first.
         * @example {
         *       "next_cursor": null,
         *       "threads": []
         *     }
         */
        readonly Threads: {
            /** @description Where the next page goes on; `null` at the end. */
            readonly next_cursor?: string | null;
            readonly threads: readonly components["schemas"]["Thread"][];
        };
        /**
         * @description The text that a thread is about.
         * @example {
         *       "selection": {
         *         "yjs": {
         *           "anchor": {
         *             "assoc": 0,
         *             "item": {
         *               "client": 1234,
         *               "clock": 7
         *             }
         *           },
         *           "head": {
         *             "assoc": 0,
         *             "item": {
         *               "client": 1234,
         *               "clock": 12
         *             }
         *           }
         *         }
         *       }
         *     }
         */
        readonly ThreadSelection: {
            readonly selection: components["schemas"]["EditorSelection"];
        };
        /** @description Something about a thread. */
        readonly ThreadTold: {
            readonly anchor: components["schemas"]["ThreadAnchor"];
            readonly thread: string;
        };
        /** @description A refresh token came a second time: it was stolen from somebody, or by somebody. */
        readonly TokenReused: {
            /** @description The id of the login, which is over. */
            readonly login: string;
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
        /** @description Tokens are worth nothing any more: one, or all of a user that were issued up to a time. */
        readonly TokensRevoked: {
            /**
             * Format: int64
             * @description Issued up to then, in milliseconds since the Unix epoch; null for up to now.
             */
            readonly before?: number | null;
            /** @description The `jti` of one. */
            readonly token?: string;
            /** @description Whose. */
            readonly user?: string;
        };
        /**
         * @description Messages and their bytes.
         * @example {
         *       "bytes": 48000,
         *       "messages": 1200
         *     }
         */
        readonly Traffic: {
            /**
             * Format: int64
             * @description Bytes of what they say.
             */
            readonly bytes: number;
            /**
             * Format: int64
             * @description Messages.
             */
            readonly messages: number;
        };
        /**
         * @description A turn is over.
         * @example {
         *       "holder": {
         *         "id": "ada",
         *         "name": "Ada"
         *       },
         *       "why": "timeout"
         *     }
         */
        readonly TurnEnded: {
            /** @description Whose it was. */
            readonly holder: components["schemas"]["Author"];
            /** @description `timeout`, `left`, `given_up`, `taken` by an owner or the next one, or `mode`: the session is no longer sequential. */
            readonly why: string;
        };
        /** @description It is somebody's turn now. */
        readonly TurnOffered: {
            /**
             * Format: int64
             * @description When it goes to the next one, if somebody waits, in milliseconds since the Unix epoch.
             */
            readonly expires_at: number;
            readonly to: components["schemas"]["Author"];
        };
        /** @description Somebody gave the turn to somebody who waited for it. */
        readonly TurnPassed: {
            readonly to: components["schemas"]["Author"];
        };
        /**
         * @description Whose turn is next.
         * @example {
         *       "to": "bob"
         *     }
         */
        readonly TurnPassing: {
            /** @description The id of a user who waits for it; the next one if missing. */
            readonly to?: string | null;
        };
        /** @description Somebody waits for their turn. */
        readonly TurnRequested: {
            /**
             * Format: int64
             * @description Their place among those who wait, from 1.
             */
            readonly position: number;
        };
        /** @description Somebody no longer waits for their turn. */
        readonly TurnWithdrawn: Record<string, never>;
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
        /**
         * @description Where a user is and was, as far as the caller may know.
         * @example {
         *       "last_seen": 1700000000000,
         *       "present": [],
         *       "seen": [],
         *       "status": "offline",
         *       "user": {
         *         "color": "#15803d",
         *         "id": "ada",
         *         "name": "Ada"
         *       }
         *     }
         */
        readonly Whereabouts: {
            /**
             * Format: int64
             * @description When they were last active anywhere, in milliseconds since the Unix epoch.
             */
            readonly last_seen: number | null;
            /** @description Where they are now. */
            readonly present: readonly components["schemas"]["Participant"][];
            /** @description Where they were, the newest first, at most 100. */
            readonly seen: readonly components["schemas"]["Participant"][];
            /** @description The liveliest of all documents. */
            readonly status: components["schemas"]["PresenceStatus"];
            readonly user: null | components["schemas"]["PresentUser"];
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
        /** @description Somebody else holds a lock on what would be changed, or the session lets everybody edit only what they hold. */
        readonly Locked: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "/cards/c1 is locked by Ada: rewriting it",
                 *       "status": 423,
                 *       "title": "locked",
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
    readonly list_quarantine: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The documents. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Quarantine"];
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
    readonly release_from_quarantine: {
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
            /** @description It is released. */
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
    readonly list_rooms: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description How many rooms a page has. */
                readonly limit?: number;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
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
            /** @description Some rooms. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rooms"];
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
    readonly get_stats: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How it is. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Stats"];
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
    readonly list_audit: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example member.*,document.deleted
                 */
                readonly action?: string;
                /** @description The `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description About exactly this document, or this scope. */
                readonly document?: string;
                /** @description At most so many entries. */
                readonly limit?: number;
                /**
                 * @description With this outcome: `allowed`, `denied` or `failed`.
                 * @example denied
                 */
                readonly outcome?: string;
                /** @description Not before this time, in milliseconds since the Unix epoch. */
                readonly since?: number;
                /**
                 * @description About documents and scopes in this scope: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                readonly under?: string;
                /** @description Before this time, in milliseconds since the Unix epoch. */
                readonly until?: number;
                /** @description By the user with this id. */
                readonly user?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditPage"];
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
    readonly export_audit: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example member.*,document.deleted
                 */
                readonly action?: string;
                /** @description About exactly this document, or this scope. */
                readonly document?: string;
                /**
                 * @description With this outcome: `allowed`, `denied` or `failed`.
                 * @example denied
                 */
                readonly outcome?: string;
                /** @description Not before this time, in milliseconds since the Unix epoch. */
                readonly since?: number;
                /**
                 * @description About documents and scopes in this scope: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                readonly under?: string;
                /** @description Before this time, in milliseconds since the Unix epoch. */
                readonly until?: number;
                /** @description By the user with this id. */
                readonly user?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entries. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"seq":1, …}
                     *     {"seq":2, …}
                     */
                    readonly "application/x-ndjson": string;
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
    readonly verify_audit: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was found. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditVerified"];
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
            readonly 423: components["responses"]["Locked"];
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
                    readonly "text/event-stream": components["schemas"]["ServerSentEvent"];
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
    readonly list_locks: {
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
            /** @description All of them. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Locks"];
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
    readonly acquire_lock: {
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
                readonly "application/json": components["schemas"]["NewLock"];
            };
        };
        readonly responses: {
            /** @description The caller's own lock, renewed. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Lock"];
                };
            };
            /** @description The lock; `location` says where it is read. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Lock"];
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
    readonly read_lock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly lock: string;
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
            /** @description The lock. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Lock"];
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
    readonly end_lock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly lock: string;
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
            /** @description It is no more. */
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
    readonly renew_lock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly lock: string;
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
                readonly "application/json": components["schemas"]["LockRenewal"];
            };
        };
        readonly responses: {
            /** @description The lock. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Lock"];
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
    readonly list_messages: {
        readonly parameters: {
            readonly query?: {
                /** @description Those after this message. */
                readonly after?: string;
                /** @description This message and those on both sides. */
                readonly around?: string;
                /** @description Those before this message. Of `before`, `after` and `around` only one; without any the newest. */
                readonly before?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large messages ends earlier. */
                readonly limit?: number;
                /** @description Only the replies to this message. */
                readonly reply_to?: string;
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
            /** @description Some messages. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessages"];
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
    readonly send_message: {
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
                readonly "application/json": components["schemas"]["NewChatMessage"];
            };
        };
        readonly responses: {
            /** @description The message; `location` says where it is read. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessage"];
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
    readonly read_message: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly message: string;
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
            /** @description The message. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessage"];
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
    readonly delete_message: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly message: string;
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
            /** @description It is deleted. */
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
    readonly edit_message: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly message: string;
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
                readonly "application/json": components["schemas"]["ChatMessageChange"];
            };
        };
        readonly responses: {
            /** @description The message. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessage"];
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
    readonly react_to_message: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description An emoji or a `:shortcode:`.
                 * @example 👍
                 */
                readonly emoji: string;
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly message: string;
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
            /** @description The message. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessage"];
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
    readonly take_back_reaction_to_message: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description An emoji or a `:shortcode:`.
                 * @example 👍
                 */
                readonly emoji: string;
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly message: string;
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
            /** @description The message. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatMessage"];
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
    readonly mark_messages_read: {
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
                readonly "application/json": components["schemas"]["ChatReading"];
            };
        };
        readonly responses: {
            /** @description Up to where the caller has read now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatRead"];
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
    readonly message_statistics: {
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
            /** @description What is counted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatStatistics"];
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
    readonly typing_message: {
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
                readonly "application/json": components["schemas"]["ChatTyping"];
            };
        };
        readonly responses: {
            /** @description It is taken. */
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
    readonly unread_messages: {
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
            /** @description How much is unread. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ChatUnread"];
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
    readonly list_document_presence: {
        readonly parameters: {
            readonly query?: {
                /** @description Also those who were there and are not any more: the newest 1,000. */
                readonly offline?: boolean;
                /**
                 * @description Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
                 * @example /cards/c1
                 */
                readonly place?: string;
                /** @description With what their clients announced. */
                readonly states?: boolean;
                /** @description Only who is so. */
                readonly status?: components["schemas"]["PresenceStatus"];
                /**
                 * @description This user only, by id.
                 * @example ada
                 */
                readonly user?: string;
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
            /** @description The participants. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DocumentPresence"];
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
                    readonly "text/event-stream": components["schemas"]["ServerSentEvent"];
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
    readonly read_session: {
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
            /** @description The session. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
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
    readonly change_session: {
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
                readonly "application/json": components["schemas"]["SessionChange"];
            };
        };
        readonly responses: {
            /** @description The session. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
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
    readonly stay_in_session: {
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
                readonly "application/json": components["schemas"]["Heartbeat"];
            };
        };
        readonly responses: {
            /** @description It goes on. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StillThere"];
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
    readonly join_session: {
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
                readonly "application/json": components["schemas"]["Join"];
            };
        };
        readonly responses: {
            /** @description The participant. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["JoinedParticipant"];
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
    readonly leave_session: {
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
                readonly "application/json": components["schemas"]["Heartbeat"];
            };
        };
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
            readonly 408: components["responses"]["TooSlow"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 422: components["responses"]["Refused"];
            readonly 429: components["responses"]["TooMany"];
            readonly 500: components["responses"]["Broken"];
            readonly 503: components["responses"]["Later"];
        };
    };
    readonly set_session_presence: {
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
                readonly "application/json": components["schemas"]["NewPresence"];
            };
        };
        readonly responses: {
            /** @description Others have it. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StillThere"];
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
    readonly request_turn: {
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
            /** @description Whose turn it is, and who waits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionTurn"];
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
    readonly give_up_turn: {
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
            /** @description Whose turn it is, and who waits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionTurn"];
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
    readonly pass_turn: {
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
                readonly "application/json": components["schemas"]["TurnPassing"];
            };
        };
        readonly responses: {
            /** @description Whose turn it is, and who waits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionTurn"];
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
    readonly take_turn: {
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
            /** @description Whose turn it is, and who waits. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionTurn"];
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
    readonly list_threads: {
        readonly parameters: {
            readonly query?: {
                /** @description Only those about what this JSON pointer leads to, or something in it. */
                readonly anchor?: string;
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large threads ends earlier. */
                readonly limit?: number;
                /** @description Only those that are resolved, or only those that are not. */
                readonly resolved?: boolean;
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
            /** @description Some threads. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Threads"];
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
    readonly create_thread: {
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
                readonly "application/json": components["schemas"]["NewThread"];
            };
        };
        readonly responses: {
            /** @description The thread; `location` says where it is read. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Thread"];
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
    readonly read_thread: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The thread. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Thread"];
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
    readonly delete_thread: {
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
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is gone. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ThreadDeletion"];
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
    readonly mark_thread: {
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
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ThreadSelection"];
            };
        };
        readonly responses: {
            /** @description The thread. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Thread"];
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
    readonly create_comment: {
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
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewComment"];
            };
        };
        readonly responses: {
            /** @description The comment; `location` says where its thread is read. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Comment"];
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
    readonly change_comment: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                readonly comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewComment"];
            };
        };
        readonly responses: {
            /** @description The comment. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Comment"];
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
    readonly delete_comment: {
        readonly parameters: {
            readonly query?: {
                /** @description Whether its place stays; if missing it does. */
                readonly soft?: boolean;
            };
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                readonly comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It is deleted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ThreadDeletion"];
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
    readonly add_reaction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                readonly comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewReaction"];
            };
        };
        readonly responses: {
            /** @description The comment. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Comment"];
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
    readonly remove_reaction: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                readonly comment: string;
                /**
                 * @description As it was given, percent-encoded or not.
                 * @example 👍
                 */
                readonly emoji: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                readonly scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The comment. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Comment"];
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
    readonly resolve_thread: {
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
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The thread. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Thread"];
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
    readonly reopen_thread: {
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
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                readonly thread: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The thread. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Thread"];
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
                    readonly "text/event-stream": components["schemas"]["ServerSentEvent"];
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
    readonly list_inbox: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. */
                readonly limit?: number;
                /** @description Only those of this type. */
                readonly type?: components["schemas"]["InboxKind"];
                /** @description Only those that are not read. */
                readonly unread?: boolean;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Some items. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InboxItems"];
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
    readonly remove_from_inbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /**
                 * @description The item's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                readonly id: string;
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
    readonly count_inbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How much. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InboxCount"];
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
    readonly mark_inbox_read: {
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
                readonly "application/json": components["schemas"]["InboxReading"];
            };
        };
        readonly responses: {
            /** @description They are read. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["InboxRead"];
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
    readonly follow_inbox: {
        readonly parameters: {
            readonly query?: {
                /** @description As the header, for clients that can't send it. */
                readonly last_event_id?: string;
            };
            readonly header?: {
                /** @description The last item that was heard of. */
                readonly "last-event-id"?: string | null;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Events. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: count
                     *     data: {"unread":3}
                     *
                     *     event: read
                     *     data: {"unread":2}
                     */
                    readonly "text/event-stream": components["schemas"]["ServerSentEvent"];
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
    readonly list_presence: {
        readonly parameters: {
            readonly query?: {
                /** @description `next_cursor` of the page before. */
                readonly cursor?: string;
                /** @description At most so many participants. */
                readonly limit?: number;
                /**
                 * @description Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
                 * @example /cards/c1
                 */
                readonly place?: string;
                /** @description With what their clients announced. */
                readonly states?: boolean;
                /** @description Only who is so. */
                readonly status?: components["schemas"]["PresenceStatus"];
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                readonly under?: string;
                /**
                 * @description This user only, by id.
                 * @example ada
                 */
                readonly user?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Some participants. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PresenceList"];
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
    readonly follow_presence: {
        readonly parameters: {
            readonly query?: {
                /** @description This document only. */
                readonly document?: string;
                /** @description With what clients announce: without it cursors don't count as changes. */
                readonly states?: boolean;
                /**
                 * @description Documents in this scope: a prefix that ends in a slash, or a document.
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
            /** @description The stream. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: snapshot
                     *     data: {"present":[],"truncated":false}
                     */
                    readonly "text/event-stream": components["schemas"]["ServerSentEvent"];
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
    readonly read_user_presence: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
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
            /** @description Where they are and were. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Whereabouts"];
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
    readonly get_server: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description How somebody without a token is called: in open mode, or by a share link.
                 * @example Ada
                 */
                readonly name?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The server. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Server"];
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
