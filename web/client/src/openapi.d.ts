// Made from docs/openapi.json by `npm run generate`. Not to be edited.

export interface paths {
    "/api/admin/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is connected
         * @description All connections of this server, at all documents.
         */
        get: operations["list_connections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/kick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End connections
         * @description They may come back at once; withdraw tokens or rights to keep somebody out.
         */
        post: operations["kick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which documents are in quarantine
         * @description Nobody is let into them until they are released or the server is restarted: they failed again and again, or are damaged on disk.
         */
        get: operations["list_quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/quarantine/{scope}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a document from quarantine
         * @description People may come in again. What is still damaged on disk, or fails again, is quarantined again.
         */
        post: operations["release_from_quarantine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reassess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compute all rights anew
         * @description Of every connection, at once. For when something changed that the server can't see.
         */
        post: operations["reassess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw tokens
         * @description Ends the connections that were made with them.
         */
        post: operations["revoke_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which rooms are open
         * @description The documents that are live, in the order of their ids, and what their rooms say of themselves. Counters begin when a room opens:
         *     two reads with the same `since` make a rate.
         */
        get: operations["list_rooms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the server is
         * @description Counters begin when the process starts: two reads make a rate.
         */
        get: operations["get_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit
         * @description Who did what, when, from where and how it ended, the newest first. For administrators; owners see what happened in a scope of
         *     theirs, which `under` or `document` names, without what is about accounts, administration and refusals.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit
         * @description Everything up to now that fits, the oldest first, one entry a line. An entry says that it was exported. Ends early when the right
         *     to it ends. For those who may read it; four at a time.
         */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the audit
         * @description Goes through the whole chain. For administrators; one at a time.
         */
        get: operations["verify_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description The same answer to a wrong password and to an unknown user.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the connections of that login, or of all.
         */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who one is
         * @description Also for tokens of other issuers.
         */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how one is shown
         * @description Only for those who have an account here.
         */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description All other logins end.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the next access token
         * @description Each refresh token works once; one that comes twice ends the login it belongs to.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account
         * @description Where accounts are on and registering is open, or for administrators.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description, to read and try
         * @description A page with Swagger UI.
         */
        get: operations["get_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of the page */
        get: operations["get_docs_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documents
         * @description Those that the caller may read, page by page.
         */
        get: operations["list_documents"];
        put?: never;
        /**
         * Create a document
         * @description For those who may edit at its id; they become its owner. An id of a deleted document is taken, too.
         */
        post: operations["create_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document
         * @description For those who may read it. Its content is at `…/content`.
         */
        get: operations["get_document"];
        put?: never;
        post?: never;
        /**
         * Delete a document
         * @description Hides it and ends its connections; its content stays until it is purged. With `purge=true` a document that was deleted before is
         *     gone for good, with its events, members and shares. For owners.
         */
        delete: operations["delete_document"];
        options?: never;
        head?: never;
        /**
         * Change title, metadata or owner
         * @description For editors; the owner is changed by owners.
         */
        patch: operations["change_document"];
        trace?: never;
    };
    "/api/documents/{scope}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own role
         * @description For anybody who has one.
         */
        get: operations["get_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The content of a document
         * @description As JSON, text, Markdown, Yjs update or state vector. For those who may read it.
         */
        get: operations["get_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the content by JSON
         * @description By JSON Patch (RFC 6902) or merge patch (RFC 7396), as the fewest edits: what others write at the same time stays. All of it
         *     happens or nothing. For editors.
         */
        patch: operations["change_content"];
        trace?: never;
    };
    "/api/documents/{scope}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a document
         * @description Its content as it is now, kind, title and metadata; not its members, shares, events and history. For those who may read it and
         *     edit at the id of the copy.
         */
        post: operations["duplicate_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a document
         * @description As for all documents, for one that the caller may read.
         */
        get: operations["list_document_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The locks of a document
         * @description Those that hold now, the oldest first; at most 256. For readers.
         */
        get: operations["list_locks"];
        put?: never;
        /**
         * Take a lock
         * @description Nobody else changes then what lies at the path, until the lock ends. The caller's own lock on the same path is renewed. A lock of
         *     somebody else on the path, above it or below it is a conflict: `title` is `locked`, and the member `lock` is the other lock. For
         *     editors.
         */
        post: operations["acquire_lock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/locks/{lock}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A lock
         * @description For readers of the document. One that has ended is not found.
         */
        get: operations["read_lock"];
        put?: never;
        post?: never;
        /**
         * End a lock
         * @description Its holder releases it; an owner of the document breaks it, whosever it is. For anybody else it is forbidden.
         */
        delete: operations["end_lock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/locks/{lock}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a lock last longer
         * @description From now on as long as it was taken for, or as the request says. For its holder; one that has ended is not found.
         */
        post: operations["renew_lock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members of a scope
         * @description Those of exactly this document or prefix; members of wider scopes count too and are listed there. For owners.
         */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make somebody a member
         * @description Or change what a member is. Open connections have the new role before the answer. For owners.
         */
        put: operations["set_member"];
        post?: never;
        /**
         * Take a member out
         * @description Also answers 204 if there was none. For owners.
         */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages of a document
         * @description A page of the newest ones, or of those before, after or around a message; always the oldest first. A page ends early when it is
         *     large. For readers of the document.
         */
        get: operations["list_messages"];
        put?: never;
        /**
         * Say something
         * @description Also as a reply to another message, and about places in code. Mentioned users find it in their inbox. At most 16 KiB of text; a
         *     document takes 1,000,000 messages. For commenters.
         */
        post: operations["send_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A message
         * @description For readers of the document.
         */
        get: operations["read_message"];
        put?: never;
        post?: never;
        /**
         * Delete a message
         * @description Its place stays, without text, references and reactions. Deleting again changes nothing. For its author, who must still be a
         *     commenter, and for owners of the document.
         */
        delete: operations["delete_message"];
        options?: never;
        head?: never;
        /**
         * Change a message
         * @description Only its author does that, who must still be a commenter; a deleted one stays as it is (409).
         */
        patch: operations["edit_message"];
        trace?: never;
    };
    "/api/documents/{scope}/messages/{message}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * React to a message
         * @description With an emoji or a `:shortcode:`. A second time changes nothing. At most 32 different reactions to a message, of 500 users each,
         *     together 512 KiB. For commenters.
         */
        put: operations["react_to_message"];
        post?: never;
        /**
         * Take a reaction back
         * @description The caller's own. Also fine if there was none. For commenters.
         */
        delete: operations["take_back_reaction_to_message"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Note what the caller has read
         * @description Everything up to a message. An older one than before changes nothing, unless `force` is set. For readers of the document; who has
         *     no id that lasts (a share link alone, a y-sweet token, open mode without a name) is refused (400).
         */
        put: operations["mark_messages_read"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much is said, and by whom
         * @description Kept while messages are written, so it costs the same however many there are. For readers of the document.
         */
        get: operations["message_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the caller is typing
         * @description Shown in the presence of a caller who has joined the session over HTTP, until they say otherwise or leave. For others nothing
         *     happens; clients with a socket say so in their presence. For commenters.
         */
        post: operations["typing_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/messages/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much the caller has not read
         * @description Counts messages of others that are not deleted, behind the last one the caller has read. For readers of the document.
         */
        get: operations["unread_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is in a document
         * @description Each user once, in the order of their ids, at most 1,000; with `offline=true` also those who were there, those seen last first. For
         *     readers of the document.
         */
        get: operations["list_document_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What does not fit the kind
         * @description A document is never refused for it: this tells what editors may stumble over. For those who may read it.
         */
        get: operations["list_problems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a deleted document back
         * @description For its owners.
         */
        post: operations["restore_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The runs of a document
         * @description The newest first. A page ends early when it is large, and with `status` it may be empty while `next_cursor` goes on. For readers of
         *     the document.
         */
        get: operations["list_runs"];
        put?: never;
        /**
         * Start a run of a workflow
         * @description It waits until an executor claims it. At most 1,000 runs of a document wait or are under way; of those that are over the newest
         *     1,000 are kept. For editors of workflow documents.
         */
        post: operations["trigger_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A run
         * @description For readers of the document.
         */
        get: operations["read_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description One that waits ends at once. One under way ends when its executor hears of it, or when its lease ends. Cancelling again changes
         *     nothing; a run that ended otherwise can't be cancelled. For editors.
         */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish a run
         * @description Its lease ends with it. Saying the same again changes nothing. For editors.
         */
        post: operations["finish_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log of a run
         * @description A page, or with `Accept: text/event-stream` a stream: an event `line` for each line with its number as id, `gap` where lines were let
         *     go of, `end` when the run is over or the stream has to end. Resume with `Last-Event-ID`. For readers of the document.
         */
        get: operations["read_log"];
        put?: never;
        /**
         * Add lines to a run's log
         * @description At most 1,000 at once, of 16 KiB each. Of a run the newest 100,000 lines and 16 MiB are kept. For editors, with the run's lease.
         */
        post: operations["add_log_lines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report progress
         * @description For editors.
         */
        post: operations["report_progress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a lease
         * @description It lasts as long again as it was claimed for. 409: it has ended; stop working on the run. For editors.
         */
        post: operations["renew_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/runs/{run}/steps/{step}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report a step
         * @description New or known: what is missing of its name and node stays. At most 256 steps, together 384 KiB of JSON. Saying the same again changes
         *     nothing. For editors.
         */
        put: operations["report_step"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The session of a document
         * @description How people work on it together, who is here, and whose turn it is. For readers.
         */
        get: operations["read_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the session of a document
         * @description Everybody in the document goes by it before the answer. A session that is no longer sequential has no turns: who waited does no
         *     longer. For owners.
         */
        patch: operations["change_session"];
        trace?: never;
    };
    "/api/documents/{scope}/session/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stay
         * @description A sign of life of a participant that joined by HTTP; good for 60 s. It is not activity: who does nothing else becomes idle. 404: it
         *     is gone; join again.
         */
        post: operations["stay_in_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take part
         * @description The caller is a participant like those with a socket: others see the presence in awareness, and it counts as one of the caller's
         *     connections. Whoever is not heard of for 60 s is gone. For readers of the document.
         */
        post: operations["join_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave
         * @description A participant that joined by HTTP is gone for everybody at once.
         */
        post: operations["leave_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what one does
         * @description Replaces the presence of a participant that joined by HTTP; also a sign of life.
         */
        put: operations["set_session_presence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/turn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request the turn
         * @description It is the caller's at once if it is nobody's, or if it is over and nobody waits; otherwise the caller waits, in the order of asking.
         *     Whoever has it keeps it longer by this, as long as nobody waits. Only in a sequential session. For editors.
         */
        post: operations["request_turn"];
        /**
         * Give up the turn
         * @description One's own, or one's place among those who wait for it. It is the next one's then.
         */
        delete: operations["give_up_turn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/turn/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pass the turn on
         * @description To somebody who waits for it; without `to` to the next one, or to nobody if nobody waits. For whoever has the turn.
         */
        post: operations["pass_turn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/session/turn/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the turn
         * @description From whoever has it: an owner at any time; another editor when it is over and nobody waits before them.
         */
        post: operations["take_turn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The shares of a scope
         * @description All for owners, one's own for those who may share.
         */
        get: operations["list_shares"];
        put?: never;
        /**
         * Make a share link
         * @description For owners; guests with the permission `share` make more of its scope, which last no longer than it.
         */
        post: operations["create_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The threads of a document
         * @description The newest first, with all their comments. A page ends early when it is large. For readers of the document.
         */
        get: operations["list_threads"];
        put?: never;
        /**
         * Begin a thread
         * @description With its first comment, about the document, something in it, or a stretch of text. At most 1,000 threads a document. For commenters.
         */
        post: operations["create_thread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A thread
         * @description With all its comments. For readers of the document.
         */
        get: operations["read_thread"];
        put?: never;
        post?: never;
        /**
         * Delete a thread
         * @description With all its comments; nothing of it stays. For owners, and for who began it as long as nobody else's words are in it.
         */
        delete: operations["delete_thread"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/addToDocument": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark the text a thread is about
         * @description BlockNote's mark `comment` is put on all text between two relative positions, and the thread is about that range from then on. For
         *     commenters who began the thread, and for editors.
         */
        post: operations["mark_thread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply
         * @description At most 1,000 comments and 2 MiB a thread. For commenters.
         */
        post: operations["create_comment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/comments/{comment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a comment
         * @description The body and the metadata become what is sent. For its author.
         */
        put: operations["change_comment"];
        post?: never;
        /**
         * Delete a comment
         * @description Its place stays unless `soft=false`. With the last comment the thread is deleted: it stays with its places, or goes where nothing is
         *     left. For its author and for owners.
         */
        delete: operations["delete_comment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * React to a comment
         * @description Reacting again in the same way changes nothing. At most 32 different reactions and 1,000 in all a comment. For commenters.
         */
        post: operations["add_reaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take back a reaction
         * @description One's own. Taking back one that is not there changes nothing. For commenters.
         */
        delete: operations["remove_reaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve a thread
         * @description Resolving again changes nothing. For commenters.
         */
        post: operations["resolve_thread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/threads/{thread}/unresolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen a thread
         * @description Reopening one that is open changes nothing. For commenters.
         */
        post: operations["reopen_thread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/{scope}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a Yjs update
         * @description What is known already changes nothing. An update that depends on one that is missing waits for it. For editors;
         *     `If-Match` is refused.
         */
        post: operations["write_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened
         * @description In all documents that the caller may read, in order: a page, or a stream with `Accept: text/event-stream`. A stream goes on until
         *     the token expires or the server restarts; its event `end` says why.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's inbox
         * @description The newest first. What is about documents that the caller may not read any more is left out. Of each inbox the newest 1,000 items
         *     are kept.
         */
        get: operations["list_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an item out of the inbox */
        delete: operations["remove_from_inbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much the caller has not read */
        get: operations["count_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark items as read
         * @description Those with these ids, all up to one, or all. What is read stays read.
         */
        post: operations["mark_inbox_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the caller's inbox
         * @description Server-sent events: `count` at the beginning, `item` for each new item with its id, `read` with how much is left when something was
         *     read or taken out, `end` when the stream has to end. Resume with `Last-Event-ID`; without it a stream begins with what comes next.
         *     It counts as one of the caller's connections.
         */
        get: operations["follow_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description
         * @description OpenAPI 3.1. Answers 304 to a request whose `if-none-match` names the present one.
         */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is where
         * @description In all documents that the caller may read and somebody is in, in the order of documents and users. A page ends early when it is
         *     large or much was looked at in vain; `next_cursor` goes on.
         */
        get: operations["list_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presence/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow who is where
         * @description Server-sent events: `snapshot` first, `{"present", "truncated"}`; then `joined` and `changed` with a participant and `left` with
         *     `{"document", "user"}`, changes within a quarter of a second as one. At most 1,000 participants are followed; `truncated` says that
         *     there are more, of whom some come when others leave. Ends with `end` when the right to listen does, or the server restarts.
         */
        get: operations["follow_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presence/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a user is
         * @description As far as the caller may read there: where they are now, and where and when they were last seen. Somebody who was never seen by
         *     the caller's leave is offline.
         */
        get: operations["read_user_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim a run
         * @description The one that waits longest, of those under the prefix whose documents the caller may edit. Two executors never get the same run: it
         *     belongs to one until its lease ends. Then others may claim it; after three attempts it is `lost`. An answer that gets lost costs
         *     the run a lease, not more.
         */
        post: operations["claim_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which server this is, how one comes in, and who one is
         * @description For everybody. Without credentials `you` says whether any are needed; wrong ones are refused as everywhere. With a share link this is
         *     one use of it, as each request is.
         */
        get: operations["get_server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shares/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a share
         * @description For owners of its scope and for who made it. Ends its tokens and connections, and those of shares made by it.
         */
        delete: operations["revoke_share"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shares/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a share link
         * @description Counts one use and gives a token with which connections cost none. For anybody who has the secret.
         */
        post: operations["use_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Endpoints
         * @description Of one scope, or of all that the caller owns. For owners of the scope.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Make an endpoint
         * @description It hears of what happens from now on. For owners of the scope.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An endpoint
         * @description For owners of its scope.
         */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        /**
         * Remove an endpoint
         * @description With its log. For owners of its scope.
         */
        delete: operations["remove_webhook"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Another URL is tried at once; one that is enabled again goes on where it stopped. For owners of its scope.
         */
        patch: operations["change_webhook"];
        trace?: never;
    };
    "/api/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to an endpoint
         * @description The newest 1,000 attempts, the newest first. For owners of its scope.
         */
        get: operations["list_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send something again
         * @description One event at once, out of order, or everything after an event, in order. For owners of its scope.
         */
        post: operations["redeliver_to_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an endpoint a new secret
         * @description The last one signs, too, for 24 hours. For owners of its scope.
         */
        post: operations["rotate_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test
         * @description An event `webhook.test`, at once, whatever waits and also to a disabled endpoint. Answers when the receiver has. For owners of its scope.
         */
        post: operations["test_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/check_store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether documents can be stored
         * @description For administrators: server tokens.
         */
        get: operations["y_sweet_check_store"];
        put?: never;
        /**
         * Whether documents can be stored, as newer SDKs ask
         * @description For administrators: server tokens.
         */
        post: operations["y_sweet_check_store_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/d/{document}/as-update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole document
         * @description As one Yjs update (v1).
         */
        get: operations["y_sweet_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/d/{document}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the document
         * @description By one Yjs update (v1). Answered when it is on disk.
         */
        post: operations["y_sweet_write"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/doc/{document}/as-update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole document, as older SDKs ask
         * @description As one Yjs update (v1).
         */
        get: operations["y_sweet_read_old"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/doc/{document}/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a client token
         * @description For one document. Whoever may do that decides in whose name, so it takes an administrator: a server token.
         */
        post: operations["y_sweet_client_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/doc/{document}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the document, as older SDKs ask
         * @description By one Yjs update (v1). Answered when it is on disk.
         */
        post: operations["y_sweet_write_old"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/doc/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a document
         * @description One that is there already stays as it is. For editors.
         */
        post: operations["y_sweet_create_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/y-sweet/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server is there */
        get: operations["y_sweet_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
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
        Access: {
            /** @description Whether the caller may make share links. */
            may_share: boolean;
            role: components["schemas"]["Role"];
            scope: components["schemas"]["Scope"];
            /** @description The caller's own id. */
            user: string;
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
        AccessDenied: {
            /** @description What the first of them asked for; `token` within a socket, `many` where one asked for one thing after the other. */
            asked: string;
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /**
             * Format: int64
             * @description The first time, in milliseconds since the Unix epoch.
             */
            first_at: number;
            /**
             * Format: int64
             * @description The last time, in milliseconds since the Unix epoch.
             */
            last_at: number;
            /** @description `missing`, `invalid`, `expired`, `revoked`, `no_right`, `deleted`, or `many` for those who were too many to be told apart. */
            reason: string;
        };
        /** @description Somebody was refused. For administrators. */
        AccessDeniedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccessDenied"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "access.denied";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        Account: {
            /** @description Whether they administrate this server. */
            admin: boolean;
            /** @description `#rrggbb` */
            color: string;
            id: string;
            /** @description What they log in with; `null` for users of other issuers. */
            login: string | null;
            /** @description How they are shown. */
            name: string | null;
        };
        /**
         * @description What to change about one's account; what is missing stays.
         * @example {
         *       "color": "#30bced",
         *       "name": "Ada Lovelace"
         *     }
         */
        AccountChange: {
            /** @description `#rrggbb`, or empty for the colour that follows from the id. */
            color?: string | null;
            /** @description How the user is shown. */
            name?: string | null;
        };
        /** @description Somebody has another name or colour. */
        AccountChanged: {
            /** @description `name`, `color`. */
            changed: string[];
            /** @description The account's id, which is the user's. */
            user: string;
        };
        /** @description Somebody changed their account. For administrators. */
        AccountChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccountChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.changed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody has an account. */
        AccountCreated: {
            /** @description Whether it administrates this server. */
            admin: boolean;
            /** @description The account's id, which is the user's. */
            user: string;
        };
        /** @description There is a new account. For administrators. */
        AccountCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccountCreated"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.created";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody logged in. For administrators. */
        AccountLoggedInEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccountTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.logged_in";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Logins are over. */
        AccountLoggedOut: {
            /** @description All of them, and not just one. */
            everywhere: boolean;
            /** @description The account's id, which is the user's. */
            user: string;
        };
        /** @description Somebody logged out. For administrators. */
        AccountLoggedOutEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccountLoggedOut"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.logged_out";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody has another password. For administrators. */
        AccountPasswordChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AccountTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.password_changed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A refresh token was used twice. For administrators. */
        AccountTokenReusedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TokenReused"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "account.token_reused";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Something about an account. */
        AccountTold: {
            /** @description The account's id, which is the user's. */
            user: string;
        };
        /** @description Connections were ended. */
        AdminKicked: {
            /**
             * Format: int64
             * @description The connection of this number.
             */
            connection: number | null;
            /**
             * Format: int64
             * @description How many.
             */
            kicked: number;
            /** @description Those of this user. */
            user: string | null;
        };
        /** @description Connections were ended. For administrators. */
        AdminKickedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AdminKicked"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admin.kicked";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description All rights were computed anew. For administrators. */
        AdminReassessedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoMore"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admin.reassessed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A document was released from quarantine. For administrators. */
        AdminReleasedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoMore"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admin.released";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Tokens were withdrawn. For administrators. */
        AdminTokensRevokedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TokensRevoked"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "admin.tokens_revoked";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Who did something. */
        AuditActor: {
            /** @description The user's id. */
            id: string;
            /** @description The name, if it is known. */
            name?: string;
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
        AuditEntry: {
            /** @description What was done: the type of an event. */
            action: string;
            actor: null | components["schemas"]["AuditActor"];
            /** @description Where it came from, as limits count it: an IPv4 address, or the /64 network of an IPv6 one. */
            address: string | null;
            /** @description The data of the event. */
            details: Record<string, never>;
            /** @description The document it is about. */
            document?: string;
            /** @description The door it came through: `rest`, `sync`, `hocuspocus`, `y-sweet` or `live`. */
            door: string | null;
            /** @description The event's id. */
            event: string;
            /** @description SHA-256 of this entry without `hash`, written as RFC 8785 has it, in hex. */
            hash: string;
            outcome: components["schemas"]["AuditOutcome"];
            /** @description The hash of the entry before it. */
            previous: string;
            /** @description The scope it is about, if that is a prefix or everything. */
            scope?: string;
            /**
             * Format: int64
             * @description Its number: 1, 2, 3 …, without holes.
             */
            seq: number;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
        };
        /** @description What was asked for, as parameters of the route. */
        AuditExported: {
            action?: string;
            document?: string;
            outcome?: string;
            /** Format: int64 */
            since?: number;
            under?: string;
            /** Format: int64 */
            until?: number;
            user?: string;
        };
        /** @description The audit was exported. For administrators. */
        AuditExportedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AuditExported"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "audit.exported";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Something that does not fit. */
        AuditFault: {
            /**
             * Format: int64
             * @description The entry's number.
             */
            seq: number;
            /** @description What is wrong with it. */
            what: string;
        };
        /**
         * @description How something ended that was tried.
         * @enum {string}
         */
        AuditOutcome: "allowed" | "denied" | "failed";
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
        AuditPage: {
            /** @description The entries; there may be more although these are fewer than `limit`. */
            entries: components["schemas"]["AuditEntry"][];
            /** @description Goes into `cursor` for older ones; null at the end. */
            next_cursor: string | null;
        };
        /** @description Entries of the audit were let go of. */
        AuditTrimmed: {
            /**
             * Format: int64
             * @description How many.
             */
            entries: number;
            /** @description Its hash. */
            hash: string;
            /**
             * Format: int64
             * @description Up to this one.
             */
            through: number;
        };
        /** @description Old entries of the audit were let go of. For administrators. */
        AuditTrimmedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["AuditTrimmed"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "audit.trimmed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        AuditVerified: {
            /**
             * Format: int64
             * @description Entries that are kept.
             */
            entries: number;
            /** @description What does not fit, the first hundred. */
            faults: components["schemas"]["AuditFault"][];
            /**
             * Format: int64
             * @description How much does not fit.
             */
            faulty: number;
            /**
             * Format: int64
             * @description The number of the first entry that is kept.
             */
            first: number;
            /** @description Its hash. Note it elsewhere: whoever can write the data folder can write a whole chain anew. */
            hash: string;
            /** @description Whether nothing was altered, removed or put elsewhere. */
            intact: boolean;
            /**
             * Format: int64
             * @description The number of the last entry.
             */
            last: number;
        };
        /**
         * @description Who did something, as the server verified it.
         * @example {
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        Author: {
            /** @description The user's id. */
            id: string;
            /** @description How the user is shown; missing where nobody vouched for a name. */
            name?: string;
        };
        /** @description One is somebody else's. */
        BoardCardAssignedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.card.assigned";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description There is a new one. */
        BoardCardCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.card.created";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is at another place. */
        BoardCardMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.card.moved";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is gone. */
        BoardCardRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.card.removed";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One has other fields. */
        BoardCardUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.card.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description There is a new one. */
        BoardColumnAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.column.added";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is at another place. */
        BoardColumnMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.column.moved";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is gone. */
        BoardColumnRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.column.removed";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One has other fields. */
        BoardColumnUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "board.column.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description A message is deleted; its place stays. */
        ChatDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ChatMessageDeleted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.deleted";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description The author changed a message. */
        ChatEditedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ChatMessageEdited"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.edited";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        ChatMessage: {
            author: components["schemas"]["Author"];
            /** @description Empty once it is deleted. */
            body: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            deleted_at?: number | null;
            document: string;
            /** Format: int64 */
            edited_at?: number | null;
            /** @description A UUID that grows with time. */
            id: string;
            mentions: components["schemas"]["Mention"][];
            /** @description What the application keeps with it. */
            metadata?: Record<string, never>;
            /** @description By what was reacted with. */
            reactions: {
                [key: string]: components["schemas"]["Reaction"][];
            };
            references: components["schemas"]["CodeReference"][];
            /**
             * Format: int64
             * @description How many messages answer it.
             */
            replies: number;
            /** @description The message it answers. */
            reply_to?: string | null;
        };
        /**
         * @description What is to change of a message; what is missing stays.
         * @example {
         *       "body": "What about line 13?"
         *     }
         */
        ChatMessageChange: {
            body?: string | null;
            /** @description All of them; those who are new here are called. */
            mentions?: components["schemas"]["Mention"][] | null;
            /** @description `null` takes them away. */
            metadata?: Record<string, never> | null;
            references?: components["schemas"]["CodeReference"][] | null;
        };
        /** @description A message is deleted; its place stays. */
        ChatMessageDeleted: {
            id: string;
        };
        /** @description The author changed a message. */
        ChatMessageEdited: {
            /** @description Who is called that was not before. */
            mentioned: components["schemas"]["Mention"][];
            /** @description As it is now. */
            message: components["schemas"]["ChatMessage"];
        };
        /** @description Somebody said something. */
        ChatMessageEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ChatMessageSent"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.message";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Some messages, the oldest first.
         * @example {
         *       "messages": [],
         *       "newer": null,
         *       "older": null
         *     }
         */
        ChatMessages: {
            messages: components["schemas"]["ChatMessage"][];
            /** @description What to ask for with `after` to see newer messages; `null` if there are none. */
            newer?: string | null;
            /** @description What to ask for with `before` to see older messages; `null` if there are none. */
            older?: string | null;
        };
        /** @description Somebody said something. */
        ChatMessageSent: {
            message: components["schemas"]["ChatMessage"];
        };
        /** @description Somebody reacted to a message, or does no longer. */
        ChatReacted: {
            added: boolean;
            /** @description An emoji or a `:shortcode:`. */
            emoji: string;
            /** @description The message. */
            id: string;
            user: components["schemas"]["Author"];
        };
        /** @description Somebody reacted to a message, or does no longer. */
        ChatReactionEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ChatReacted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "chat.reaction";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Up to where the caller has read now.
         * @example {
         *       "last_read": "018bcfe5-6800-7000-8000-004000000000"
         *     }
         */
        ChatRead: {
            last_read: string;
        };
        /**
         * @description Up to where the caller has read.
         * @example {
         *       "message": "018bcfe5-6800-7000-8000-004000000000"
         *     }
         */
        ChatReading: {
            /** @description Go back, too, if this message is older than the one before. */
            force?: boolean;
            /** @description The last message that was read. */
            message: string;
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
        ChatSender: {
            /**
             * Format: int64
             * @description Deleted ones, too.
             */
            messages: number;
            user: components["schemas"]["Author"];
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
        ChatStatistics: {
            /** @description Who wrote most, the most first; at most 50. */
            by_user: components["schemas"]["ChatSender"][];
            /** Format: int64 */
            deleted: number;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            first_at?: number | null;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            last_at?: number | null;
            /**
             * Format: int64
             * @description Those that are not deleted.
             */
            messages: number;
            /** Format: int64 */
            reactions: number;
        };
        /**
         * @description Whether the caller is typing.
         * @example {
         *       "typing": true
         *     }
         */
        ChatTyping: {
            /** @default true */
            typing: boolean;
        };
        /**
         * @description What the caller has not read.
         * @example {
         *       "last_read": "018bcfe5-6800-7000-8000-004000000000",
         *       "more": false,
         *       "unread": 3
         *     }
         */
        ChatUnread: {
            /** @description The last message that was read; `null` if none ever was. */
            last_read?: string | null;
            /** @description There may be more than were counted. */
            more: boolean;
            /**
             * Format: int64
             * @description Messages of others that are not deleted, at most 1,000.
             */
            unread: number;
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
        ClaimedRun: components["schemas"]["Run"] & {
            lease: components["schemas"]["RunLease"];
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
        CodeReference: {
            /** Format: int64 */
            column?: number | null;
            /**
             * Format: int64
             * @description The last line, where there is more than one.
             */
            end_line?: number | null;
            /** @description The file, as the application names it. */
            file: string;
            /** Format: int64 */
            line?: number | null;
            /** @description What stood there, at most 4 KiB. */
            snippet?: string | null;
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
        Comment: {
            /** @description The same, with the name if it is known. */
            author: components["schemas"]["Author"];
            /** @description Any JSON; of BlockNote an array of blocks. Missing once the comment is deleted. */
            body?: unknown;
            /** Format: int64 */
            createdAt: number;
            /**
             * Format: int64
             * @description When it was deleted; missing if it is not.
             */
            deletedAt?: number;
            /** @description A UUID that grows with time. */
            id: string;
            mentions: components["schemas"]["Mention"][];
            /** @description What the application keeps with it; missing if that is nothing. */
            metadata?: unknown;
            /** @description By emoji, in the order they first came. */
            reactions: components["schemas"]["CommentReactions"][];
            /**
             * @description Always the same word.
             * @enum {string}
             */
            type: "comment";
            /**
             * Format: int64
             * @description When it was last changed.
             */
            updatedAt: number;
            /** @description Who wrote it. */
            userId: string;
        };
        /** @description Somebody replied. */
        CommentAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["CommentSaid"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.added";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A thread is about something else. */
        CommentAnchoredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThreadTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.anchored";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A comment is deleted. */
        CommentDeleted: {
            anchor: components["schemas"]["ThreadAnchor"];
            /** @description The id of the user who had written it. */
            author: string;
            comment: string;
            mentions: components["schemas"]["Mention"][];
            thread: string;
        };
        /** @description A comment is deleted. */
        CommentDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["CommentDeleted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.deleted";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description The author of a comment changed it. */
        CommentEdited: {
            anchor: components["schemas"]["ThreadAnchor"];
            comment: string;
            /** @description Who is called that was not before. */
            mentioned: components["schemas"]["Mention"][];
            mentions: components["schemas"]["Mention"][];
            /** @description The beginning of it, at most 200 characters. */
            text: string;
            thread: string;
        };
        /** @description The author of a comment changed it. */
        CommentEditedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["CommentEdited"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.edited";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody reacted to a comment, or does no longer. */
        CommentReacted: {
            added: boolean;
            anchor: components["schemas"]["ThreadAnchor"];
            comment: string;
            emoji: string;
            mentions: components["schemas"]["Mention"][];
            thread: string;
            user: components["schemas"]["Author"];
        };
        /** @description Somebody reacted to a comment, or does no longer. */
        CommentReactionEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["CommentReacted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.reaction";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        CommentReactions: {
            /**
             * Format: int64
             * @description When the first of them came.
             */
            createdAt: number;
            emoji: string;
            /** @description Who reacted so, in that order. */
            userIds: string[];
        };
        /** @description A thread that was resolved is not any more. */
        CommentReopenedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThreadTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.reopened";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A thread is done with. */
        CommentResolvedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThreadTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.resolved";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        CommentSaid: {
            anchor: components["schemas"]["ThreadAnchor"];
            comment: string;
            mentions: components["schemas"]["Mention"][];
            /** @description The beginning of it, at most 200 characters. */
            text: string;
            thread: string;
        };
        /** @description Somebody began a thread. */
        CommentThreadCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["CommentSaid"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.thread_created";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A thread is gone with all its comments. */
        CommentThreadDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThreadTold"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment.thread_deleted";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        CommentWords: {
            /** @description Any JSON but `null`, at most 48 KiB of it and 40 levels. */
            body: unknown;
            /** @description Any JSON, at most 4 KiB. */
            metadata?: unknown;
        };
        /** @description One open connection. */
        Connection: {
            /** @description The address it came from, as limits count it, if it is known. */
            address: string | null;
            /** @description The document it is attached to. */
            document: string;
            /** @description The door it came through: `sync`, `hocuspocus`, `y-sweet`, `live`, or `rest` for who takes part by requests. */
            door: string | null;
            /**
             * Format: int64
             * @description Its number, unique within one run of the server.
             */
            id: number;
            /** @description How the user is shown. */
            name: string | null;
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when, in milliseconds since the Unix epoch.
             */
            since: number;
            /** @description The user's id. */
            user: string;
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
        Connections: {
            connections: components["schemas"]["Connection"][];
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
        Content: {
            /** @description Its roots; what they are is described with each kind. */
            content: Record<string, never>;
            /** @description The document's id. */
            document: string;
            /**
             * Format: int64
             * @description The position of its update log.
             */
            version: number;
        };
        /**
         * @description What became of a change.
         * @example {
         *       "changed": true,
         *       "version": 43
         *     }
         */
        ContentChanged: {
            /** @description Whether anything had to change for it. */
            changed: boolean;
            /**
             * Format: int64
             * @description The version of the document that has it.
             */
            version: number;
        };
        /**
         * @description Something that does not fit.
         * @example {
         *       "message": "there is no such node",
         *       "path": "/edges/e1/source"
         *     }
         */
        ContentProblem: {
            message: string;
            /** @description Where, as a JSON pointer (RFC 6901). */
            path: string;
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
        ContentProblems: {
            problems: components["schemas"]["ContentProblem"][];
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
        CreatedShare: components["schemas"]["Share"] & {
            /** @description What opens it. Never shown again. */
            secret: string;
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
        Document: {
            /**
             * Format: int64
             * @description When it was created, in milliseconds since the Unix epoch.
             */
            created_at: number;
            created_by: null | components["schemas"]["Person"];
            /**
             * Format: int64
             * @description When it was deleted, in milliseconds since the Unix epoch. Only owners see deleted documents.
             */
            deleted_at?: number | null;
            id: string;
            /** @description `document`, `workflow`, `report` or `board`. */
            kind: string;
            /** @description What applications keep with it: at most 16 KiB of JSON, 8 levels deep. */
            metadata: Record<string, never>;
            owner: null | components["schemas"]["Person"];
            /** @description The caller's. */
            role: components["schemas"]["Role"];
            /** @description May be empty. */
            title: string;
            /**
             * Format: int64
             * @description When its content last changed, or else when it was created; in milliseconds since the Unix epoch.
             */
            updated_at: number;
            updated_by: null | components["schemas"]["Person"];
            /**
             * Format: int64
             * @description The position of its update log; 0 if nobody ever wrote to it.
             */
            version: number;
        };
        /** @description Metadata or the owner changed; what is missing did not. */
        DocumentChanged: {
            /** @description The members that changed; `null` for one that is gone. */
            metadata?: Record<string, never>;
            owner?: null | components["schemas"]["Author"];
        };
        /** @description Metadata or the owner of a document changed. */
        DocumentChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["DocumentChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.changed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        DocumentChanges: {
            /** @description A merge patch (RFC 7396): null removes a member. */
            metadata?: Record<string, never> | null;
            /** @description The id of the user who owns it from now on and becomes a member with the role owner; null for nobody. For owners. */
            owner?: string | null;
            title?: string | null;
        };
        /** @description A document was created. */
        DocumentCreated: {
            /** @description `document`, `board`, `report`, `workflow`. */
            kind: string;
            /** @description Empty if it has none. */
            title: string;
        };
        /** @description A document was created. */
        DocumentCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["DocumentCreated"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.created";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A document was deleted. It can be restored. */
        DocumentDeletedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoData"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.deleted";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description This document began as a copy. */
        DocumentDuplicated: {
            /** @description The id of the document it was copied from. */
            from: string;
        };
        /** @description A document began as a copy; told after it was created. */
        DocumentDuplicatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["DocumentDuplicated"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.duplicated";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Those members of a document that `fields` names.
         * @example {
         *       "id": "acme/board/roadmap",
         *       "title": "Roadmap"
         *     }
         */
        DocumentFields: {
            /** Format: int64 */
            created_at?: number | null;
            created_by?: null | components["schemas"]["Person"];
            /** Format: int64 */
            deleted_at?: number | null;
            id?: string | null;
            kind?: string | null;
            metadata?: Record<string, never> | null;
            owner?: null | components["schemas"]["Person"];
            role?: null | components["schemas"]["Role"];
            title?: string | null;
            /** Format: int64 */
            updated_at?: number | null;
            updated_by?: null | components["schemas"]["Person"];
            /** Format: int64 */
            version?: number | null;
        };
        /** @description Changes up to this version could not be told; read the content. */
        DocumentGapEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoData"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.gap";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "id": "acme/board/roadmap",
         *       "title": "Roadmap"
         *     }
         */
        DocumentOrFields: components["schemas"]["Document"] | components["schemas"]["DocumentFields"];
        /**
         * @description The participants of a document.
         * @example {
         *       "participants": [],
         *       "truncated": false
         *     }
         */
        DocumentPresence: {
            participants: components["schemas"]["Participant"][];
            /** @description There are more than fit. */
            truncated: boolean;
        };
        /** @description A document is gone for good. */
        DocumentPurgedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoData"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.purged";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A document got another title. */
        DocumentRenamed: {
            /** @description The title before. */
            old: string;
            title: string;
        };
        /** @description A document got another title. */
        DocumentRenamedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["DocumentRenamed"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.renamed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A deleted document is there again. */
        DocumentRestoredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["NoData"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.restored";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        Documents: {
            documents: components["schemas"]["DocumentOrFields"][];
            /** @description For the next page; null if this was the last one. */
            next_cursor: string | null;
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
        DocumentUpdated: {
            /** @description All who did it, where it was more than one. */
            authors?: components["schemas"]["Author"][];
            /** @description Whether more changed than is listed. */
            more: boolean;
            /** @description JSON pointers (RFC 6901) to what changed. */
            paths: string[];
        };
        /** @description Content changed that belongs to no thing. */
        DocumentUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["DocumentUpdated"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "document.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description A selection, as BlockNote sends it; other members are passed over. */
        EditorSelection: {
            yjs?: null | components["schemas"]["SelectionEnds"];
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
        Event: components["schemas"]["DocumentCreatedEvent"] | components["schemas"]["DocumentRenamedEvent"] | components["schemas"]["DocumentChangedEvent"] | components["schemas"]["DocumentDeletedEvent"] | components["schemas"]["DocumentRestoredEvent"] | components["schemas"]["DocumentPurgedEvent"] | components["schemas"]["DocumentDuplicatedEvent"] | components["schemas"]["DocumentUpdatedEvent"] | components["schemas"]["DocumentGapEvent"] | components["schemas"]["WorkflowNodeAddedEvent"] | components["schemas"]["WorkflowNodeUpdatedEvent"] | components["schemas"]["WorkflowNodeRemovedEvent"] | components["schemas"]["WorkflowNodeMovedEvent"] | components["schemas"]["WorkflowEdgeAddedEvent"] | components["schemas"]["WorkflowEdgeUpdatedEvent"] | components["schemas"]["WorkflowEdgeRemovedEvent"] | components["schemas"]["ReportSectionAddedEvent"] | components["schemas"]["ReportSectionUpdatedEvent"] | components["schemas"]["ReportSectionRemovedEvent"] | components["schemas"]["ReportSectionMovedEvent"] | components["schemas"]["BoardColumnAddedEvent"] | components["schemas"]["BoardColumnUpdatedEvent"] | components["schemas"]["BoardColumnRemovedEvent"] | components["schemas"]["BoardColumnMovedEvent"] | components["schemas"]["BoardCardCreatedEvent"] | components["schemas"]["BoardCardUpdatedEvent"] | components["schemas"]["BoardCardRemovedEvent"] | components["schemas"]["BoardCardMovedEvent"] | components["schemas"]["BoardCardAssignedEvent"] | components["schemas"]["RunQueuedEvent"] | components["schemas"]["RunStartedEvent"] | components["schemas"]["RunStepEvent"] | components["schemas"]["RunProgressEvent"] | components["schemas"]["RunFinishedEvent"] | components["schemas"]["RunCancelRequestedEvent"] | components["schemas"]["RunLeaseLostEvent"] | components["schemas"]["ParticipantJoinedEvent"] | components["schemas"]["ParticipantLeftEvent"] | components["schemas"]["LockAcquiredEvent"] | components["schemas"]["LockReleasedEvent"] | components["schemas"]["LockBrokenEvent"] | components["schemas"]["LockExpiredEvent"] | components["schemas"]["LockDeniedEvent"] | components["schemas"]["LockEnforcedEvent"] | components["schemas"]["SessionChangedEvent"] | components["schemas"]["SessionTurnRequestedEvent"] | components["schemas"]["SessionTurnOfferedEvent"] | components["schemas"]["SessionTurnPassedEvent"] | components["schemas"]["SessionTurnEndedEvent"] | components["schemas"]["SessionTurnWithdrawnEvent"] | components["schemas"]["CommentThreadCreatedEvent"] | components["schemas"]["CommentAddedEvent"] | components["schemas"]["CommentEditedEvent"] | components["schemas"]["CommentDeletedEvent"] | components["schemas"]["CommentResolvedEvent"] | components["schemas"]["CommentReopenedEvent"] | components["schemas"]["CommentAnchoredEvent"] | components["schemas"]["CommentThreadDeletedEvent"] | components["schemas"]["CommentReactionEvent"] | components["schemas"]["ChatMessageEvent"] | components["schemas"]["ChatEditedEvent"] | components["schemas"]["ChatDeletedEvent"] | components["schemas"]["ChatReactionEvent"] | components["schemas"]["MemberAddedEvent"] | components["schemas"]["MemberChangedEvent"] | components["schemas"]["MemberRemovedEvent"] | components["schemas"]["MemberBlockedEvent"] | components["schemas"]["ShareCreatedEvent"] | components["schemas"]["ShareRevokedEvent"] | components["schemas"]["ShareUsedEvent"] | components["schemas"]["AccessDeniedEvent"] | components["schemas"]["AccountCreatedEvent"] | components["schemas"]["AccountLoggedInEvent"] | components["schemas"]["AccountLoggedOutEvent"] | components["schemas"]["AccountChangedEvent"] | components["schemas"]["AccountPasswordChangedEvent"] | components["schemas"]["AccountTokenReusedEvent"] | components["schemas"]["AdminKickedEvent"] | components["schemas"]["AdminReassessedEvent"] | components["schemas"]["AdminReleasedEvent"] | components["schemas"]["AdminTokensRevokedEvent"] | components["schemas"]["AuditExportedEvent"] | components["schemas"]["AuditTrimmedEvent"];
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
        EventPage: {
            /** @description The events; there may be more although these are fewer than `limit`. */
            events: components["schemas"]["Event"][];
            /** @description Events after the one that was asked for are not kept any more. */
            gap: boolean;
            /** @description Goes into `after` for what follows. The end was reached where it is what was asked with, or no events come. */
            next: string;
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
        FieldChange: {
            /** @description The value now, if it is not too large. */
            new?: unknown;
            /** @description The value before, if that was not too large. */
            old?: unknown;
            /**
             * Format: int64
             * @description How many bytes the value before had, if it is left out.
             */
            old_omitted?: number;
            /**
             * Format: int64
             * @description How many bytes the value now has, if it is left out.
             */
            omitted?: number;
            /** @description A JSON pointer (RFC 6901) inside of the thing; empty for the thing itself. */
            path: string;
            splice?: components["schemas"]["TextSplice"];
        };
        /** @description Who came by a share. */
        Guest: {
            /** @description `#rrggbb` */
            color: string;
            id: string;
            name: string | null;
        };
        /**
         * @description Who is still there.
         * @example {
         *       "participant": "p-0123"
         *     }
         */
        Heartbeat: {
            /** @description As `join` answered. */
            participant: string;
        };
        /**
         * @description How much there is to read.
         * @example {
         *       "unread": 3
         *     }
         */
        InboxCount: {
            /**
             * Format: int64
             * @description Items that are not read, at most 1,000.
             */
            unread: number;
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
        InboxItem: {
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            created_at: number;
            /** @description The document it is about, or the prefix. */
            document: string;
            /** @description The event that it comes from. */
            event: string;
            from?: null | components["schemas"]["Author"];
            /** @description A UUID that grows within an inbox. */
            id: string;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            read_at?: number | null;
            /** @description The beginning of what was said, at most 200 characters, or the title of what it is about; may be empty. */
            summary: string;
            /** @description Where to look: `message`, `thread` and `comment`, `card`, `role`, … */
            target: Record<string, never>;
            type: components["schemas"]["InboxKind"];
        };
        /**
         * @description Some items, the newest first.
         * @example {
         *       "items": [],
         *       "next_cursor": null
         *     }
         */
        InboxItems: {
            items: components["schemas"]["InboxItem"][];
            /** @description Where the next page goes on; `null` at the end. */
            next_cursor?: string | null;
        };
        /**
         * @description Why something is in an inbox: somebody called the caller; answered their message, or commented where they did; gave them something
         *     to do; made them a member; it is their turn; a thread in which they commented is resolved.
         * @example mention
         * @enum {string}
         */
        InboxKind: "mention" | "reply" | "assignment" | "share" | "turn" | "thread_resolved";
        /**
         * @description What came of that.
         * @example {
         *       "read": 2,
         *       "unread": 1
         *     }
         */
        InboxRead: {
            /**
             * Format: int64
             * @description Items that were not read before and are now.
             */
            read: number;
            /**
             * Format: int64
             * @description Items that still are not.
             */
            unread: number;
        };
        /**
         * @description What the caller has read: exactly one of the three.
         * @example {
         *       "ids": [
         *         "018bcfe5-6800-7000-8000-004000000000"
         *       ]
         *     }
         */
        InboxReading: {
            /** @description All. */
            all?: boolean | null;
            /** @description These items; those that are not there any more are passed over. */
            ids?: string[] | null;
            /** @description This item and all older ones. */
            through?: string | null;
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
        Join: {
            /** @description What to be called where nobody vouches for a name. */
            name?: string | null;
            /** @description The members of one's presence state; `user` is the server's. */
            presence?: Record<string, never>;
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
        JoinedParticipant: {
            /**
             * Format: int64
             * @description The id in awareness, as Yjs clients see it.
             */
            client: number;
            /**
             * Format: int64
             * @description Seconds until the participant is gone that is not heard of.
             */
            expires_in: number;
            /** @description Names the participant in later requests. Keep it to yourself. */
            participant: string;
            role: components["schemas"]["Role"];
        };
        /**
         * @description Whom to kick. At least one member; all that are given must fit.
         * @example {
         *       "document": "acme/board/roadmap",
         *       "user": "ada"
         *     }
         */
        Kick: {
            /**
             * Format: int64
             * @description The connection of this number.
             */
            connection?: number | null;
            /** @description Connections to this document. */
            document?: string | null;
            /** @description Connections of this user. */
            user?: string | null;
        };
        /**
         * @description How many were kicked.
         * @example {
         *       "kicked": 1
         *     }
         */
        Kicked: {
            /** @description Connections that were ended. */
            kicked: number;
        };
        /** @description Who changed something. */
        LiveAuthor: {
            id: string;
            name: string | null;
        };
        /**
         * @description What an error is about, for programs.
         * @enum {string}
         */
        LiveErrorCode: "malformed" | "unknown_type" | "not_allowed" | "test_failed" | "patch_failed" | "too_large" | "unavailable" | "refused" | "closed" | "not_found" | "conflict" | "locked";
        /** @description What a client hears at `/live/{document id}`. */
        LiveMessage: {
            content: Record<string, never>;
            document: string;
            /** @description The id of the newest event when the connection began, to `subscribe` after. */
            last_event: string;
            locks: unknown[];
            participants: components["schemas"]["LiveParticipant"][];
            role: components["schemas"]["Role"];
            self: components["schemas"]["LiveSelf"];
            session: components["schemas"]["LiveSession"];
            /** @enum {string} */
            type: "connected";
            /** Format: int64 */
            version: number;
        } | {
            /** Format: int64 */
            client: number;
            presence: unknown;
            /** @enum {string} */
            type: "user_joined";
            user?: unknown;
        } | {
            /** Format: int64 */
            client: number;
            /** @enum {string} */
            type: "user_left";
            user?: unknown;
        } | {
            /** Format: int64 */
            client: number;
            presence: unknown;
            /** @enum {string} */
            type: "presence_update";
            user?: unknown;
        } | {
            /** Format: int64 */
            client: number;
            cursor?: unknown;
            /** @enum {string} */
            type: "cursor_update";
            user?: unknown;
        } | {
            /** Format: int64 */
            client: number;
            /** @enum {string} */
            type: "viewport_update";
            user?: unknown;
            viewport?: unknown;
        } | {
            /** Format: int64 */
            connection?: number | null;
            patch: components["schemas"]["PatchOperation"][];
            /** @enum {string} */
            type: "content_update";
            user?: null | components["schemas"]["LiveAuthor"];
            /**
             * Format: int64
             * @description The document's version with it.
             */
            version: number;
        } | {
            message?: string | null;
            self?: components["schemas"]["LiveSelfChange"];
            session?: Record<string, never>;
            /** @enum {string} */
            type: "session_update";
        } | {
            event: string;
            message: Record<string, never>;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "chat_message";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            event: string;
            /** @description Its id. */
            message: string;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "chat_deleted";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            added: boolean;
            comment?: string | null;
            emoji: string;
            event: string;
            message?: string | null;
            thread?: string | null;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "reaction_update";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            anchor?: unknown;
            comment: string;
            event: string;
            mentions?: unknown[] | null;
            /** @description The beginning of it. */
            text?: string | null;
            thread: string;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "new_comment";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            anchor?: unknown;
            comment: string;
            event: string;
            text?: string | null;
            thread: string;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "comment_edited";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            /** @description Missing where the thread is gone. */
            comment?: string | null;
            event: string;
            thread: string;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "comment_deleted";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            anchor?: unknown;
            event: string;
            resolved: boolean;
            thread: string;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "comment_resolved";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            event: string;
            lock: Record<string, never>;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "lock_acquired";
            user?: null | components["schemas"]["LiveAuthor"];
        } | {
            event: string;
            lock: Record<string, never>;
            /** Format: int64 */
            time: number;
            /** @enum {string} */
            type: "lock_released";
            user?: null | components["schemas"]["LiveAuthor"];
            /** @description `released`, `left`, `expired` or `broken`. */
            why: string;
        } | {
            /** @description The other one. */
            lock: Record<string, never>;
            path: unknown;
            /** @enum {string} */
            type: "lock_denied";
        } | {
            event: components["schemas"]["Event"];
            /** @enum {string} */
            type: "event";
        } | {
            from: string;
            to: string;
            /** @enum {string} */
            type: "events_missed";
        } | {
            /** @description What REST would have answered. */
            answer?: unknown;
            /** @description The request's. */
            id: unknown;
            /** @enum {string} */
            type: "ack";
            /**
             * Format: int64
             * @description For an edit: the document's version with it.
             */
            version?: number | null;
        } | {
            code: components["schemas"]["LiveErrorCode"];
            /** @description The request's; `null` if it had none or this is about none. */
            id: unknown;
            message: string;
            /** @enum {string} */
            type: "error";
        };
        /** @description Somebody who is here. */
        LiveParticipant: {
            /**
             * Format: int64
             * @description The awareness client id.
             */
            client: number;
            /** @description All of the client's presence. */
            presence: unknown;
            /** @description As the client's presence has it; the server's for those whom it knows. */
            user?: unknown;
        };
        /** @description What a client says at `/live/{document id}`. The answer to a request with an `id` (any JSON, at most 128 bytes) repeats it. */
        LiveRequest: {
            id?: unknown;
            /** @enum {string} */
            type: "heartbeat";
        } | {
            id?: unknown;
            token: string;
            /** @enum {string} */
            type: "authenticate";
        } | {
            id?: unknown;
            presence: Record<string, never>;
            /** @enum {string} */
            type: "presence_update";
        } | {
            cursor?: unknown;
            id?: unknown;
            /** @enum {string} */
            type: "cursor_update";
        } | {
            id?: unknown;
            /** @enum {string} */
            type: "viewport_update";
            viewport?: unknown;
        } | {
            id?: unknown;
            /** @enum {string} */
            type: "typing";
            typing?: unknown;
        } | {
            id?: unknown;
            patch: components["schemas"]["PatchOperation"][];
            /** @enum {string} */
            type: "content_patch";
        } | {
            /**
             * Format: int64
             * @description How much is taken out there; nothing if it is missing.
             */
            delete?: number | null;
            id?: unknown;
            /** Format: int64 */
            index: number;
            /** @description What is put in there; nothing if it is missing. */
            insert?: string | null;
            /** @description A JSON pointer (RFC 6901) to the text. */
            path: string;
            /** @enum {string} */
            type: "text_change";
        } | {
            /** @description `null` removes one; `null` for all of them the section. */
            changes: Record<string, never>;
            id?: unknown;
            /** @description The section's id. */
            section: string;
            /** @enum {string} */
            type: "section_update";
        } | {
            body: string;
            id?: unknown;
            mentions?: unknown[] | null;
            metadata?: unknown;
            references?: unknown[] | null;
            reply_to?: string | null;
            /** @enum {string} */
            type: "chat_message";
        } | {
            body?: string | null;
            /** Format: int32 */
            column?: number | null;
            /** Format: int32 */
            end_line?: number | null;
            file: string;
            id?: unknown;
            /** Format: int32 */
            line?: number | null;
            mentions?: unknown[] | null;
            metadata?: unknown;
            reply_to?: string | null;
            snippet?: string | null;
            /** @enum {string} */
            type: "code_comment";
        } | {
            /** @description An emoji or a `:shortcode:`. */
            emoji: string;
            id?: unknown;
            /** @description The message; otherwise `thread` and `comment` say which comment. */
            message: string;
            /** @description Takes it back. */
            remove?: boolean | null;
            /** @enum {string} */
            type: "reaction";
        } | {
            /** @description What a new thread is about. */
            anchor?: unknown;
            /** @description Any JSON but `null`. */
            body: unknown;
            id?: unknown;
            mentions?: unknown[] | null;
            metadata?: unknown;
            /** @description The thread; a new one if missing. */
            thread?: string | null;
            /** @enum {string} */
            type: "comment_added";
        } | {
            id?: unknown;
            /** @description `false` reopens it. */
            resolved?: boolean | null;
            thread: string;
            /** @enum {string} */
            type: "comment_resolved";
        } | {
            id?: unknown;
            /** @description A JSON pointer; the whole document if missing. */
            path?: string | null;
            reason?: string | null;
            /** Format: int32 */
            release_on_leave?: number | null;
            /** Format: int32 */
            seconds?: number | null;
            /** @enum {string} */
            type: "lock_acquire";
        } | {
            id?: unknown;
            /** @description The lock's id; otherwise one's own lock on `path`. */
            lock?: string | null;
            /** @enum {string} */
            type: "lock_release";
        } | {
            id?: unknown;
            /** @enum {string} */
            type: "turn_request";
        } | {
            id?: unknown;
            /** @description The id of a user who waits for it; the next one if missing. */
            to?: string | null;
            /** @enum {string} */
            type: "turn_pass";
        } | {
            id?: unknown;
            session: Record<string, never>;
            /** @enum {string} */
            type: "session_update";
        } | {
            /** @description The id of the event to go on after; from now on if it is missing. */
            after?: string | null;
            /** @description Types such as `board.card.moved`, with `*` for anything; all if it is missing. */
            events?: string[];
            id?: unknown;
            /** @enum {string} */
            type: "subscribe";
        } | {
            id?: unknown;
            /** @enum {string} */
            type: "unsubscribe";
        };
        /** @description Who one is. */
        LiveSelf: {
            /**
             * Format: int64
             * @description One's awareness client id, as Yjs clients see it.
             */
            client: number;
            /**
             * Format: int64
             * @description The connection's number, as in events.
             */
            connection: number;
            role: components["schemas"]["Role"];
            user: components["schemas"]["LiveUser"];
        };
        /** @description What changed about oneself. */
        LiveSelfChange: {
            role?: null | components["schemas"]["Role"];
            token?: null | components["schemas"]["LiveToken"];
        };
        /** @description How people work together here. */
        LiveSession: {
            /**
             * Format: int32
             * @description In seconds.
             */
            idle_timeout?: number | null;
            /** Format: int32 */
            max_participants?: number | null;
            /** @description `parallel`: all editors edit; `sequential`: whose turn it is; `locked`: everybody what they hold a lock on. */
            mode: string;
            /** @description Whose turn it is, and who waits, in a sequential session. */
            turn?: unknown;
            /**
             * Format: int32
             * @description In seconds.
             */
            turn_timeout?: number | null;
        };
        /**
         * @description What is the matter with one's token.
         * @enum {string}
         */
        LiveToken: "expiring";
        /** @description A user, as the server knows them. */
        LiveUser: {
            /** @description `#rrggbb` */
            color: string;
            id: string;
            name: string | null;
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
        Lock: {
            /** Format: int64 */
            acquired_at: number;
            document: string;
            /**
             * Format: int64
             * @description When it ends by itself.
             */
            expires_at: number;
            holder: components["schemas"]["Author"];
            /** @description A UUID that grows with time. */
            id: string;
            /** @description A JSON pointer; empty for the whole document. */
            path: string;
            reason: string | null;
            /**
             * Format: int32
             * @description Ends so many seconds after its holder left; `null`: leaving ends nothing.
             */
            release_on_leave: number | null;
            /**
             * Format: int64
             * @description When it was last made to last longer.
             */
            renewed_at: number;
        };
        /** @description Somebody has a part of the document for themselves. */
        LockAcquiredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockOnly"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.acquired";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description An owner ended somebody else's lock. */
        LockBroken: {
            by: components["schemas"]["Author"];
            lock: components["schemas"]["LockTold"];
        };
        /** @description An owner ended somebody else's lock. */
        LockBrokenEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockBroken"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.broken";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody wanted a lock that overlaps one of somebody else. */
        LockDenied: {
            /** @description The one that stands in the way. */
            lock: components["schemas"]["LockTold"];
            /** @description What was wanted. */
            path: string;
        };
        /** @description Somebody did not get a lock; told once a minute for each user and lock. */
        LockDeniedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockDenied"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.denied";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Somebody changed what somebody else has a lock on, and it was undone.
         * @example {
         *       "lock": "018bcfe5-6800-7000-8000-000000000000",
         *       "path": "/cards/c1",
         *       "times": 1
         *     }
         */
        LockEnforced: {
            /** @description The lock's id; `null` where the session lets everybody edit only what they hold. */
            lock: string | null;
            /** @description The lock's path. */
            path: string | null;
            /**
             * Format: int64
             * @description How often within a second.
             */
            times: number;
        };
        /** @description A change of what somebody else has locked was undone. */
        LockEnforcedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockEnforced"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.enforced";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A lock ended because it was not renewed. */
        LockExpiredEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockOnly"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.expired";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody has a lock; or it ended by itself. */
        LockOnly: {
            lock: components["schemas"]["LockTold"];
        };
        /** @description A lock is no more. */
        LockReleased: {
            lock: components["schemas"]["LockTold"];
            /**
             * @description `released` by its holder; `left`: its holder did, and it was to end then.
             * @example released
             */
            why: string;
        };
        /** @description A lock was given back. */
        LockReleasedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["LockReleased"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lock.released";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description How much longer.
         * @example {
         *       "seconds": 600
         *     }
         */
        LockRenewal: {
            /**
             * Format: int32
             * @description How long it lasts from now; as long as before if missing.
             */
            seconds?: number | null;
        };
        /**
         * @description Locks of a document.
         * @example {
         *       "locks": []
         *     }
         */
        Locks: {
            /** @description The oldest first. */
            locks: components["schemas"]["Lock"][];
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
        LockTold: {
            /** Format: int64 */
            acquired_at: number;
            /** Format: int64 */
            expires_at: number;
            holder: components["schemas"]["Author"];
            id: string;
            /** @description A JSON pointer; empty for the whole document. */
            path: string;
            reason: string | null;
            /** Format: int32 */
            release_on_leave: number | null;
            /** Format: int64 */
            renewed_at: number;
        };
        /**
         * @description Who logs in.
         * @example {
         *       "login": "ada@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        Login: {
            login: string;
            password: string;
        };
        /**
         * @description How loud a line is.
         * @example info
         * @enum {string}
         */
        LogLevel: "debug" | "info" | "warn" | "error";
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
        LogLine: {
            level: components["schemas"]["LogLevel"];
            /**
             * Format: int64
             * @description Its number, from 1.
             */
            n: number;
            /** @description The step that printed it. */
            step?: string | null;
            text: string;
            /**
             * Format: int64
             * @description When it was printed, in milliseconds since the Unix epoch.
             */
            time: number;
        };
        /**
         * @description Where to log out.
         * @example {
         *       "everywhere": true
         *     }
         */
        Logout: {
            /** @description All logins of the user, and not just this one. */
            everywhere?: boolean;
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
        Member: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            changed_at: number;
            /** @description Who decided that. */
            changed_by: string;
            role: components["schemas"]["Standing"];
            /** @description The user's id, as tokens have it. */
            user: string;
        };
        /**
         * @description Somebody has a role in the scope.
         * @example {
         *       "role": "editor",
         *       "user": "ada"
         *     }
         */
        MemberAdded: {
            role: components["schemas"]["Standing"];
            /** @description The user's id. */
            user: string;
        };
        /** @description Somebody has a role. For owners. */
        MemberAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["MemberAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "member.added";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody is blocked. */
        MemberBlocked: {
            /** @description What the user was before, if anything. */
            old?: components["schemas"]["Standing"];
            /** @description The user's id. */
            user: string;
        };
        /** @description Somebody is blocked. For owners. */
        MemberBlockedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["MemberBlocked"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "member.blocked";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody has another role, or is not blocked any more. */
        MemberChanged: {
            /** @description What the user was before. */
            old: components["schemas"]["Standing"];
            role: components["schemas"]["Standing"];
            /** @description The user's id. */
            user: string;
        };
        /** @description Somebody has another role. For owners. */
        MemberChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["MemberChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "member.changed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody has none of the roles that this scope gives. */
        MemberRemoved: {
            /** @description What the user was before. */
            old: components["schemas"]["Standing"];
            /** @description The user's id. */
            user: string;
        };
        /** @description Somebody is no member any more. For owners. */
        MemberRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["MemberRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "member.removed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        Members: {
            members: components["schemas"]["Member"][];
        };
        /**
         * @description What a member shall be.
         * @example {
         *       "role": "editor"
         *     }
         */
        MemberSetting: {
            role: components["schemas"]["Standing"];
        };
        /**
         * @description Somebody who is called.
         * @example {
         *       "user": "ada"
         *     }
         */
        Mention: {
            user: string;
        } | {
            role: components["schemas"]["Role"];
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
        NewChatMessage: {
            /** @description At most 16 KiB; may be empty if there are references. */
            body?: string;
            /** @description Who is called. Names in the text call nobody. */
            mentions?: components["schemas"]["Mention"][];
            /** @description At most 4 KiB of JSON. */
            metadata?: Record<string, never> | null;
            references?: components["schemas"]["CodeReference"][];
            /** @description The id of the message it answers. */
            reply_to?: string | null;
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
        NewComment: {
            comment: components["schemas"]["CommentWords"];
            /** @description Whom it is for. Of a comment that is changed those stay, if missing. */
            mentions?: components["schemas"]["Mention"][] | null;
        };
        /**
         * @description A copy that is to be made.
         * @example {
         *       "title": "Roadmap, second try",
         *       "under": "acme/drafts/"
         *     }
         */
        NewCopy: {
            /** @description The id of the copy. Without it one is made. */
            id?: string | null;
            /** @description That of the original unless it is said. */
            title?: string | null;
            /** @description Where an id that is made begins; beside the original unless it is said. */
            under?: string | null;
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
        NewDocument: {
            /** @description What it begins with, as JSON, instead of what its kind begins with; `{}` for nothing. */
            content?: Record<string, never> | null;
            /** @description Its id, a path of 1 to 512 bytes. Without it one is made. */
            id?: string | null;
            /** @description `document` (free form), `workflow`, `report` or `board`; `document` unless it is said. */
            kind?: string | null;
            /** @description At most 16 KiB of JSON, 8 levels deep. */
            metadata?: Record<string, never>;
            /** @description One line of at most 300 characters. */
            title?: string;
            /** @description Where an id that is made begins; ends in a slash. */
            under?: string | null;
        };
        /**
         * @description A lock that somebody wants.
         * @example {
         *       "path": "/cards/c1",
         *       "reason": "rewriting the description",
         *       "seconds": 600
         *     }
         */
        NewLock: {
            /** @description A JSON pointer, the root first; empty for the whole document. */
            path?: string;
            /** @description Why. */
            reason?: string | null;
            /**
             * Format: int32
             * @description Ends so many seconds after its holder left the document.
             */
            release_on_leave?: number | null;
            /**
             * Format: int32
             * @description How long it lasts; 1800 if missing.
             */
            seconds?: number | null;
        };
        /**
         * @description A line to be added.
         * @example {
         *       "level": "info",
         *       "step": "n1",
         *       "text": "3 rows"
         *     }
         */
        NewLogLine: {
            level?: components["schemas"]["LogLevel"];
            /** @description The step that printed it. */
            step?: string | null;
            /** @description At most 16 KiB. */
            text: string;
            /**
             * Format: int64
             * @description When it was printed, in milliseconds since the Unix epoch; now, if missing.
             */
            time?: number | null;
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
        NewPresence: {
            /** @description As `join` answered. */
            participant: string;
            /** @description All members of the presence state; `user` is the server's. */
            presence: Record<string, never>;
        };
        /**
         * @description A reaction.
         * @example {
         *       "emoji": "👍"
         *     }
         */
        NewReaction: {
            /** @description An emoji, a word, or anything else of 1 to 64 bytes. */
            emoji: string;
        };
        /**
         * @description What a new share is to be.
         * @example {
         *       "expires_in": 86400,
         *       "max_uses": 10,
         *       "permission": "view"
         *     }
         */
        NewShare: {
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch. In the future.
             */
            expires_at?: number | null;
            /**
             * Format: int64
             * @description When it ends, in seconds from now. `expires_at` goes before.
             */
            expires_in?: number | null;
            /**
             * Format: int64
             * @description How often it can be used.
             */
            max_uses?: number | null;
            permission: components["schemas"]["Permission"];
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
        NewThread: {
            /** @description The document as a whole, if missing. */
            anchor?: components["schemas"]["ThreadAnchor"];
            initialComment: components["schemas"]["CommentWords"];
            /** @description Whom the comment is for. Names in the text call nobody. */
            mentions?: components["schemas"]["Mention"][] | null;
            /** @description Of the thread: any JSON, at most 4 KiB. */
            metadata?: unknown;
        };
        /** @description There is nothing more to say. */
        NoData: Record<string, never>;
        /** @description There is nothing more to say. */
        NoMore: Record<string, never>;
        /**
         * @description Has no members.
         * @example {}
         */
        Nothing: Record<string, never>;
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
        Participant: {
            /** @description What they do, as their client says: free text, or a verb such as `editing`. */
            activity: string | null;
            /**
             * Format: int32
             * @description How many connections they have.
             */
            connections: number;
            document: string;
            /**
             * Format: int64
             * @description When they last did something there; for who has left, when they were last there.
             */
            last_active: number;
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when they are there; `null` for who is not.
             */
            since: number | null;
            /** @description What their clients announced; missing with `states=false`. */
            states?: components["schemas"]["PresenceState"][];
            status: components["schemas"]["PresenceStatus"];
            user: components["schemas"]["PresentUser"];
        };
        /** @description Somebody came who was not there. */
        ParticipantJoinedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ParticipantMoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "participant.joined";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody left with their last connection. */
        ParticipantLeftEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ParticipantMoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "participant.left";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody came or left. */
        ParticipantMoved: {
            role: components["schemas"]["Role"];
        };
        /**
         * @description A new password, and the present one.
         * @example {
         *       "new": "staple correct horse",
         *       "old": "correct horse battery"
         *     }
         */
        PasswordChange: {
            new: string;
            old: string;
        };
        /**
         * @description One operation of a JSON Patch (RFC 6902). Paths are JSON pointers (RFC 6901).
         * @example {
         *       "op": "replace",
         *       "path": "/cards/c1/column",
         *       "value": "done"
         *     }
         */
        PatchOperation: {
            /** @enum {string} */
            op: "add";
            path: string;
            value: unknown;
        } | {
            /** @enum {string} */
            op: "remove";
            path: string;
        } | {
            /** @enum {string} */
            op: "replace";
            path: string;
            value: unknown;
        } | {
            from: string;
            /** @enum {string} */
            op: "move";
            path: string;
        } | {
            from: string;
            /** @enum {string} */
            op: "copy";
            path: string;
        } | {
            /** @enum {string} */
            op: "test";
            path: string;
            value: unknown;
        };
        /**
         * @description What a share lets people do; each includes those before it.
         * @example share
         * @enum {string}
         */
        Permission: "view" | "comment" | "edit" | "share";
        /**
         * @description A user, with the name that was known then.
         * @example {
         *       "id": "ada",
         *       "name": "Ada Lovelace"
         *     }
         */
        Person: {
            id: string;
            name?: string | null;
        };
        /**
         * @description Some participants, in the order of documents and users.
         * @example {
         *       "next_cursor": null,
         *       "present": []
         *     }
         */
        PresenceList: {
            /** @description Where the next page goes on; `null` at the end. */
            next_cursor: string | null;
            present: components["schemas"]["Participant"][];
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
        PresenceState: {
            /**
             * Format: int64
             * @description The client's id in awareness.
             */
            client: number;
            /** @description The state, as all clients of the document have it. */
            state: unknown;
        };
        /**
         * @description Whether somebody is there: `busy` is what they say of themselves.
         * @example active
         * @enum {string}
         */
        PresenceStatus: "active" | "idle" | "away" | "busy" | "offline";
        /**
         * @description A user, as others are shown them.
         * @example {
         *       "color": "#15803d",
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        PresentUser: {
            /** @description `#rrggbb`, the same for a user everywhere and always. */
            color: string;
            /** @description The user's id. */
            id: string;
            /** @description The name; where nobody vouched for one, what the client calls itself. */
            name: string | null;
        };
        /** @description Why a request was refused, and what to do (RFC 9457). Some refusals have more members, which their operation names. */
        Problem: {
            /**
             * @description What went wrong here, and what to do.
             * @example you have no right to do that
             */
            detail: string;
            /**
             * Format: int32
             * @description The status of the answer.
             * @example 403
             */
            status: number;
            /**
             * @description A few words, the same for all problems of a kind.
             * @example no right
             */
            title: string;
            /**
             * @description Always `about:blank`: the status and the title say what kind of problem it is.
             * @example about:blank
             */
            type: string;
        };
        /**
         * @description The documents that are let rest, in the order of their ids.
         * @example {
         *       "documents": []
         *     }
         */
        Quarantine: {
            documents: components["schemas"]["QuarantinedDocument"][];
        };
        /**
         * @description A document that is let rest.
         * @example {
         *       "document": "acme/board/roadmap",
         *       "reason": "the stored document can't be read: a checksum is wrong",
         *       "since": 1700000000000
         *     }
         */
        QuarantinedDocument: {
            document: string;
            /** @description Why, for the operator: as the log says it. */
            reason: string;
            /**
             * Format: int64
             * @description Since when, in milliseconds since the Unix epoch.
             */
            since: number;
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
        Reaction: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            at: number;
            user: components["schemas"]["Author"];
        };
        /**
         * @description What a login left to go on with.
         * @example {
         *       "refresh_token": "refresh_IzEQWdsrqhNV5CDJdD1mkQ"
         *     }
         */
        Refresh: {
            refresh_token: string;
        };
        /**
         * @description A new account.
         * @example {
         *       "login": "ada@example.com",
         *       "name": "Ada",
         *       "password": "correct horse battery"
         *     }
         */
        Registration: {
            /** @description An address or user name without spaces. */
            login: string;
            /** @description How the user is shown; as the login if it is empty. */
            name?: string;
            password: string;
        };
        /** @description There is a new one. */
        ReportSectionAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report.section.added";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is at another place. */
        ReportSectionMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report.section.moved";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is gone. */
        ReportSectionRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report.section.removed";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One has other fields. */
        ReportSectionUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report.section.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description What to withdraw: one token (`jti`, and `expires_at` if it is known), or all of a user (`user`, and `before` if not all until now).
         * @example {
         *       "user": "ada"
         *     }
         */
        Revocation: {
            /**
             * Format: int64
             * @description Issued up to this time, in milliseconds since the Unix epoch; up to now if it is missing.
             */
            before?: number | null;
            /**
             * Format: int64
             * @description When that token expires, in milliseconds since the Unix epoch, if it is known.
             */
            expires_at?: number | null;
            /** @description One token. */
            jti?: string | null;
            /** @description All tokens of a user. */
            user?: string | null;
        };
        /**
         * @description What somebody is in a document, the weakest first.
         * @example owner
         * @enum {string}
         */
        Role: "viewer" | "commenter" | "editor" | "owner";
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
        Room: {
            /** @description Connections attached or about to be, requests under way among them. */
            connections: number;
            /** @description The document. One that ends in `~yrsa` is a companion, which the server writes. */
            document: string;
            /** @description How often a room of this document failed in the last ten minutes. */
            failures: number;
            phase: components["schemas"]["RoomPhase"];
            report: null | components["schemas"]["RoomReport"];
            /**
             * Format: int64
             * @description Since when it is open, in milliseconds since the Unix epoch.
             */
            since: number;
        };
        /**
         * @description Where a room is in its life.
         * @example live
         * @enum {string}
         */
        RoomPhase: "live" | "leaving" | "closing" | "busy";
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
        RoomReport: {
            /** @description Bytes of the encoded document. */
            bytes: number;
            /** @description Whether the document is in memory ready to be edited; until somebody edits it, only its bytes are. */
            editable: boolean;
            /** @description What the document is: `workflow`, `report`, `board` or `document`. */
            kind: string;
            /**
             * Format: int64
             * @description When one of those who are here did something last; `null` if nobody is here.
             */
            last_activity: number | null;
            /** @description Locks in force. */
            locks: number;
            mode: components["schemas"]["SessionMode"];
            /** @description Bytes of edits that wait for a part that is missing. */
            parked: number;
            /** @description Users here. */
            participants: number;
            /** @description What clients sent since the room is open. */
            received: components["schemas"]["Traffic"];
            /** @description What was queued for clients since, once for each of them. */
            sent: components["schemas"]["Traffic"];
            /**
             * Format: int64
             * @description The version that the newest snapshot holds.
             */
            snapshot: number;
            /**
             * Format: int64
             * @description Updates that are not on disk yet; none of them was acknowledged.
             */
            unsaved: number;
            /**
             * Format: int64
             * @description The version of the document: it grows by one with each update.
             */
            version: number;
            /** @description Bytes that wait for slow readers. */
            waiting: number;
        };
        /**
         * @description A page of rooms, in the order of their documents.
         * @example {
         *       "next_cursor": null,
         *       "open": 0,
         *       "rooms": []
         *     }
         */
        Rooms: {
            /** @description For the next page; null if this was the last one. */
            next_cursor: string | null;
            /** @description How many rooms are open in all. */
            open: number;
            rooms: components["schemas"]["Room"][];
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
        Run: {
            /**
             * Format: int32
             * @description The first attempt is 1.
             */
            attempt: number;
            /** @description Somebody wants it to end. */
            cancel_requested: boolean;
            /** Format: int64 */
            created_at: number;
            document: string;
            error?: string | null;
            /** @description What the executor calls itself that has it, or had it last. */
            executor?: string | null;
            /** Format: int64 */
            finished_at?: number | null;
            /** @description A UUID that grows with time. */
            id: string;
            /** @description What it was given: any JSON; `null` for nothing. */
            input: unknown;
            label?: string | null;
            /** @description What came of it: any JSON; `null` for nothing. */
            output: unknown;
            progress?: null | components["schemas"]["RunProgress"];
            /**
             * Format: int64
             * @description When the current attempt was claimed.
             */
            started_at?: number | null;
            status: components["schemas"]["RunStatus"];
            /** @description In the order they were first reported. */
            steps: components["schemas"]["RunStep"][];
            triggered_by: components["schemas"]["RunAuthor"];
            /**
             * Format: int64
             * @description The version of the document when the run was triggered.
             */
            version: number;
        };
        /**
         * @description Somebody.
         * @example {
         *       "id": "ada",
         *       "name": "Ada"
         *     }
         */
        RunAuthor: {
            /** @description The user's id. */
            id: string;
            /** @description The name, where it is known. */
            name?: string | null;
        };
        /** @description Somebody wants a run no longer. */
        RunCancelRequested: {
            run: string;
        };
        /** @description A run is to be cancelled. */
        RunCancelRequestedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunCancelRequested"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.cancel_requested";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        RunClaim: {
            /** @description What the executor calls itself. */
            executor: string;
            /**
             * Format: int32
             * @description How long the lease lasts until it is renewed.
             */
            lease_seconds?: number;
            /** @description A prefix with its slash, a document id, or `/` for everything. */
            under: string;
            /**
             * Format: int32
             * @description How long to wait for a run if there is none.
             */
            wait_seconds?: number;
        };
        /**
         * @description How a run ended.
         * @enum {string}
         */
        RunEnd: "succeeded" | "failed" | "cancelled" | "lost";
        /**
         * @description How a run ends.
         * @example succeeded
         * @enum {string}
         */
        RunEnding: "succeeded" | "failed" | "cancelled";
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
        RunFinish: {
            /** @description At most 4 KiB. */
            error?: string | null;
            lease: string;
            /** @description Any JSON, at most 48 KiB. */
            output?: unknown;
            status: components["schemas"]["RunEnding"];
        };
        /** @description Nothing will become of a run any more. */
        RunFinished: {
            /** Format: int32 */
            attempt: number;
            /** @description What went wrong. */
            error: string | null;
            /** @description What came of it. */
            output: unknown;
            run: string;
            status: components["schemas"]["RunEnd"];
        };
        /** @description A run is over. */
        RunFinishedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunFinished"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.finished";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description The right to report on a run.
         * @example {
         *       "expires_at": 1700000061000,
         *       "token": "1.4v9Qd0…"
         *     }
         */
        RunLease: {
            /**
             * Format: int64
             * @description When the run is given to others, in milliseconds since the Unix epoch.
             */
            expires_at: number;
            /** @description Goes with each report. It begins with a number that grows with each claim of the run. */
            token: string;
        };
        /** @description The executor of a run was not heard of in time. */
        RunLeaseLostEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunStarted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.lease_lost";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        RunLogPage: {
            /** @description The run is over and these are the last lines: nothing comes after them. */
            ended: boolean;
            /**
             * Format: int64
             * @description The number of the oldest line that is kept. Where it is beyond what was asked for, lines between were let go of.
             */
            first: number;
            lines: components["schemas"]["LogLine"][];
            /**
             * Format: int64
             * @description What to ask for next with `after`.
             */
            next: number;
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
        RunLogReport: {
            lease: string;
            /** @description 1 to 1,000 lines. */
            lines: components["schemas"]["NewLogLine"][];
        };
        /**
         * @description What was added to a log.
         * @example {
         *       "cancel_requested": false,
         *       "last": 17
         *     }
         */
        RunLogReported: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            cancel_requested: boolean;
            /**
             * Format: int64
             * @description The number of the last line.
             */
            last: number;
        };
        /**
         * @description How far a run has come.
         * @example {
         *       "fraction": 0.5,
         *       "message": "half of the rows"
         *     }
         */
        RunProgress: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            fraction: number;
            message?: string | null;
        };
        /** @description How far a run has come. */
        RunProgressed: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            fraction: number;
            /** @description What is going on. */
            message: string | null;
            run: string;
        };
        /** @description A run has come so far. */
        RunProgressEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunProgressed"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.progress";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description How far the run is.
         * @example {
         *       "fraction": 0.5,
         *       "lease": "1.4v9Qd0…",
         *       "message": "half of the rows"
         *     }
         */
        RunProgressReport: {
            /**
             * Format: double
             * @description From 0 to 1.
             */
            fraction: number;
            lease: string;
            message?: string | null;
        };
        /** @description A run waits for an executor. */
        RunQueued: {
            /**
             * Format: int32
             * @description From 1; more if executors were not heard of again.
             */
            attempt: number;
            label: string | null;
            run: string;
        };
        /** @description A run waits for an executor. */
        RunQueuedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunQueued"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.queued";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description The lease of the executor that reports.
         * @example {
         *       "lease": "1.4v9Qd0…"
         *     }
         */
        RunRenewal: {
            /** @description The lease's token. */
            lease: string;
        };
        /**
         * @description How long the lease goes on.
         * @example {
         *       "cancel_requested": false,
         *       "expires_at": 1700000091000
         *     }
         */
        RunRenewed: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            cancel_requested: boolean;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            expires_at: number;
        };
        /**
         * @description What an executor is told after a report.
         * @example {
         *       "cancel_requested": false
         *     }
         */
        RunReported: {
            /** @description Somebody wants the run to end: stop, and finish it as `cancelled`. */
            cancel_requested: boolean;
        };
        /**
         * @description Some runs of a document, the newest first.
         * @example {
         *       "next_cursor": null,
         *       "runs": []
         *     }
         */
        Runs: {
            /** @description Where the next page goes on; `null` at the end. */
            next_cursor?: string | null;
            runs: components["schemas"]["Run"][];
        };
        /** @description An executor has it. */
        RunStarted: {
            /** Format: int32 */
            attempt: number;
            executor: string | null;
            run: string;
        };
        /** @description An executor works on a run. */
        RunStartedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunStarted"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.started";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Where a run is: `queued` until an executor claims it, `lost` when three of them were not heard of again.
         * @example running
         * @enum {string}
         */
        RunStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
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
        RunStep: {
            /**
             * Format: int32
             * @description The run's attempt that reported it last.
             */
            attempt: number;
            error?: string | null;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            finished_at?: number | null;
            /** @description Chosen by the executor. */
            id: string;
            name?: string | null;
            /** @description The workflow's node that it carries out. */
            node?: string | null;
            /** @description Any JSON; `null` for nothing. */
            output: unknown;
            /**
             * Format: int64
             * @description In milliseconds since the Unix epoch.
             */
            started_at: number;
            status: components["schemas"]["StepStatus"];
        };
        /** @description A step of a run began, ended or changed. */
        RunStepEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["RunStepped"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "run.step";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A step began, ended or changed. */
        RunStepped: {
            run: string;
            /** @description The step as it is now, as in the run. */
            step: Record<string, never>;
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
        RunStepReport: {
            /** @description At most 4 KiB. */
            error?: string | null;
            lease: string;
            /** @description Stays as it was if missing. */
            name?: string | null;
            /** @description The workflow's node; stays as it was if missing. */
            node?: string | null;
            /** @description Any JSON, at most 16 KiB. */
            output?: unknown;
            status: components["schemas"]["StepStatus"];
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
        RunTrigger: {
            /** @description Any JSON, at most 48 KiB. */
            input?: unknown;
            label?: string | null;
        };
        /**
         * @description A document id, a prefix with its slash, or `/` for everything.
         * @example acme/board/roadmap
         * @example acme/
         */
        Scope: string;
        /** @description The ends of a selection, in any order. */
        SelectionEnds: {
            /** @description A relative position of Yjs, as JSON. */
            anchor: Record<string, never>;
            /** @description A relative position of Yjs, as JSON. */
            head: Record<string, never>;
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
        Server: {
            access: components["schemas"]["ServerAccess"];
            /** @description Whether there are built-in accounts to log in to (`/api/auth/login`). */
            accounts: boolean;
            /** @description The program: `yrsa`. */
            name: string;
            registration: components["schemas"]["ServerRegistration"];
            /** @description Its version. */
            version: string;
            you: null | components["schemas"]["ServerCaller"];
        };
        /**
         * @description How one comes in.
         * @example tokens
         * @enum {string}
         */
        ServerAccess: "open" | "tokens";
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
        ServerCaller: {
            /** @description Whether they administrate this server. */
            admin: boolean;
            by: components["schemas"]["ServerCallerBy"];
            /** @description `#rrggbb`, the same for a user everywhere and always. */
            color: string;
            /** @description Whether nobody knows who this is: without a name in open mode, by a share link, or by a token that names nobody. */
            guest: boolean;
            /** @description The user's id. That of a guest is made up: the next request may get another. */
            id: string;
            /** @description How they are shown; `null` where nobody vouched for a name, and they may choose one. */
            name: string | null;
        };
        /**
         * @description What makes the caller who they are.
         * @example account
         * @enum {string}
         */
        ServerCallerBy: "open" | "token" | "account" | "y-sweet" | "share";
        /**
         * @description Who may register an account.
         * @example open
         * @enum {string}
         */
        ServerRegistration: "open" | "closed";
        /** @description One event of a stream, as a client reads it. */
        ServerSentEvent: {
            /** @description JSON. */
            data?: string;
            /** @description What it is. */
            event?: string;
            /** @description Where to go on, in `Last-Event-ID`. */
            id?: string;
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
        Session: {
            document: string;
            /**
             * Format: int32
             * @description Who does nothing for so many seconds has to come again; `null`: nobody.
             */
            idle_timeout: number | null;
            /**
             * Format: int64
             * @description When somebody who is here last did something.
             */
            last_activity: number | null;
            /**
             * Format: int32
             * @description How many users may be here, owners apart; `null`: any number.
             */
            max_participants: number | null;
            mode: components["schemas"]["SessionMode"];
            /** @description Who is here, each user once. */
            participants: components["schemas"]["SessionParticipant"][];
            /**
             * Format: int64
             * @description Since when the one is here who is here longest; `null` while nobody is.
             */
            started_at: number | null;
            turn: null | components["schemas"]["SessionTurn"];
            /**
             * Format: int32
             * @description How many seconds a turn lasts while others wait.
             */
            turn_timeout: number;
        };
        /**
         * @description What is to change; what is missing stays as it is.
         * @example {
         *       "max_participants": null,
         *       "mode": "sequential",
         *       "turn_timeout": 120
         *     }
         */
        SessionChange: {
            /**
             * Format: int32
             * @description In seconds; `null`: nobody has to go.
             */
            idle_timeout?: number | null;
            /**
             * Format: int32
             * @description `null`: any number.
             */
            max_participants?: number | null;
            mode?: null | components["schemas"]["SessionMode"];
            /**
             * Format: int32
             * @description In seconds.
             */
            turn_timeout?: number | null;
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
        SessionChanged: {
            new: Record<string, never>;
            old: Record<string, never>;
        };
        /** @description An owner changed how people work on the document. */
        SessionChangedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["SessionChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.changed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Who may edit, of those whose role allows it: everybody, whose turn it is, or everybody what they hold a lock on.
         * @example sequential
         * @enum {string}
         */
        SessionMode: "parallel" | "sequential" | "locked";
        /** @description Somebody who is in the document. */
        SessionParticipant: {
            /** @description `#rrggbb`, the same for a user always. */
            color: string;
            /**
             * Format: int32
             * @description How many connections they have here.
             */
            connections: number;
            /** @description The user's id. */
            id: string;
            /**
             * Format: int64
             * @description When they last did something.
             */
            last_active: number;
            name: string | null;
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Since when they are here.
             */
            since: number;
            /** @description `active`, `busy`, `idle` or `away`. */
            status: string;
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
        SessionTurn: {
            /**
             * Format: int64
             * @description From then on it is the next one's, if somebody waits.
             */
            expires_at: number | null;
            holder: null | components["schemas"]["Author"];
            /** @description Who waits, in order. */
            queue: components["schemas"]["SessionWaiting"][];
            /** Format: int64 */
            since: number | null;
        };
        /** @description A turn is over. */
        SessionTurnEndedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TurnEnded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.turn_ended";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description It is somebody's turn now. */
        SessionTurnOfferedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TurnOffered"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.turn_offered";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody passed the turn on. */
        SessionTurnPassedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TurnPassed"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.turn_passed";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody waits for their turn. */
        SessionTurnRequestedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TurnRequested"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.turn_requested";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody no longer waits for their turn. */
        SessionTurnWithdrawnEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["TurnWithdrawn"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.turn_withdrawn";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description Somebody who waits for their turn. */
        SessionWaiting: {
            /**
             * Format: int64
             * @description Since when.
             */
            at: number;
            /** @description The user's id. */
            id: string;
            name?: string | null;
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
        Share: {
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            created_at: number;
            /** @description The user who made it. */
            created_by: string;
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch.
             */
            expires_at: number | null;
            /** @description Names it; it opens nothing. */
            id: string;
            /**
             * Format: int64
             * @description When last, in milliseconds since the Unix epoch.
             */
            last_used_at: number | null;
            /**
             * Format: int64
             * @description How often it can be used.
             */
            max_uses: number | null;
            permission: components["schemas"]["Permission"];
            /**
             * Format: int64
             * @description When it was revoked, in milliseconds since the Unix epoch.
             */
            revoked_at: number | null;
            scope: components["schemas"]["Scope"];
            /**
             * Format: int64
             * @description How often it was used.
             */
            uses: number;
        };
        /** @description A share link was made. */
        ShareCreated: {
            /**
             * Format: int64
             * @description When it ends, in milliseconds since the Unix epoch.
             */
            expires_at: number | null;
            /** Format: int64 */
            max_uses: number | null;
            /** @description The share by which its maker could make it. */
            parent: string | null;
            permission: components["schemas"]["Permission"];
            /** @description Its id; it opens nothing. */
            share: string;
        };
        /** @description There is a share link. For owners. */
        ShareCreatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ShareCreated"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "share.created";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /** @description A share opens nothing any more. */
        ShareRevoked: {
            /** @description Its id. */
            share: string;
        };
        /** @description A share link was revoked. For owners. */
        ShareRevokedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ShareRevoked"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "share.revoked";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
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
        Shares: {
            shares: components["schemas"]["Share"][];
        };
        /**
         * @description A share link that somebody got.
         * @example {
         *       "name": "Grace",
         *       "secret": "share_IzEQWdsrqhNV5CDJdD1mkQ"
         *     }
         */
        ShareUse: {
            /** @description How the guest is to be shown. */
            name?: string | null;
            /** @description The secret of the link. */
            secret: string;
        };
        /** @description Somebody came by a share. */
        ShareUsed: {
            permission: components["schemas"]["Permission"];
            /** @description Its id. */
            share: string;
            /**
             * Format: int64
             * @description How often it was used until now.
             */
            uses: number;
        };
        /** @description Somebody came by a share link. For owners. */
        ShareUsedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ShareUsed"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "share.used";
            user?: components["schemas"]["Author"];
        } & {
            [key: string]: unknown;
        };
        /**
         * @description What a member is: a role, or blocked whatever else grants one.
         * @example owner
         * @enum {string}
         */
        Standing: "blocked" | "viewer" | "commenter" | "editor" | "owner";
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
        Stats: {
            commits: components["schemas"]["StatsCommits"];
            /** @description Connections to them, requests under way among them. */
            connections: number;
            process: components["schemas"]["StatsProcess"];
            /** @description Documents in quarantine. */
            quarantined: number;
            /** @description Whether edits can be taken and kept, as `/readyz` says it. */
            ready: boolean;
            /** @description Why not. */
            reasons: string[];
            /** @description Documents that are open. */
            rooms: number;
            /**
             * Format: int64
             * @description When the server started, in milliseconds since the Unix epoch.
             */
            started_at: number;
            storage: components["schemas"]["StatsStorage"];
            /** @description Streams of events and of presence that are open. */
            streams: number;
            totals: null | components["schemas"]["StatsTotals"];
            /**
             * Format: int64
             * @description For how long it runs, in seconds.
             */
            uptime: number;
            /** @description The version of the program. */
            version: string;
        };
        /**
         * @description How many took so long.
         * @example {
         *       "count": 40,
         *       "up_to": 0.001
         *     }
         */
        StatsCommitBucket: {
            /** Format: int64 */
            count: number;
            /**
             * Format: double
             * @description Longer than the one before, and at most so many seconds; `null`: longer than all others.
             */
            up_to: number | null;
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
        StatsCommits: {
            /**
             * Format: int64
             * @description Group commits, one sync each.
             */
            batches: number;
            /**
             * Format: int64
             * @description Their bytes.
             */
            bytes: number;
            /** @description How many took how long, from short to long. */
            durations: components["schemas"]["StatsCommitBucket"][];
            /**
             * Format: int64
             * @description Attempts that failed and were repeated.
             */
            failures: number;
            /**
             * Format: double
             * @description The longest of them, in seconds.
             */
            longest: number;
            /**
             * Format: int64
             * @description Writes that storage will never take.
             */
            refused: number;
            /**
             * Format: double
             * @description Time spent writing and syncing, in seconds.
             */
            seconds: number;
            /**
             * Format: int64
             * @description Updates made durable.
             */
            updates: number;
            /** @description Writes that wait for the disk. */
            waiting: number;
            /** @description Their bytes. */
            waiting_bytes: number;
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
        StatsDisk: {
            /**
             * Format: int64
             * @description Files beside the tree.
             */
            blobs: number;
            /**
             * Format: int64
             * @description Copies of damaged files.
             */
            damaged: number;
            /**
             * Format: int64
             * @description What may still be written to the disk of the data folder; `null` if the system does not say.
             */
            free: number | null;
            /**
             * Format: int64
             * @description Of that: entries that a snapshot already contains, kept as history.
             */
            history: number;
            /**
             * Format: int64
             * @description The journal, which acknowledgements rest on.
             */
            journal: number;
            /**
             * Format: int64
             * @description Of tree and blobs: what is still referred to, history included.
             */
            live: number;
            /**
             * Format: int64
             * @description Of that: snapshots.
             */
            snapshots: number;
            /**
             * Format: int64
             * @description The tree (sled) behind it.
             */
            tree: number;
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
        StatsProcess: {
            /**
             * Format: double
             * @description User and system time used, in seconds.
             */
            cpu_seconds: number | null;
            /**
             * Format: int64
             * @description Descriptors that are open: files and sockets.
             */
            descriptors: number | null;
            /**
             * Format: int64
             * @description Resident memory, in bytes.
             */
            memory: number | null;
            /**
             * Format: int64
             * @description How many there may be.
             */
            most_descriptors: number | null;
            /** Format: int64 */
            threads: number | null;
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
        StatsStorage: {
            /**
             * Format: int64
             * @description The last checkpoint: the segment of the journal that a restart reads from.
             */
            checkpoint: number;
            disk: components["schemas"]["StatsDisk"];
            /**
             * Format: int64
             * @description Documents stored.
             */
            documents: number;
            /** @description Damage found since the start. */
            faults: number;
            /**
             * Format: int64
             * @description Of those: with updates that lie in the journal and in memory only.
             */
            in_memory: number;
            /**
             * Format: int64
             * @description Bytes of memory held for them.
             */
            in_memory_bytes: number;
            /**
             * Format: int64
             * @description Syncs of the disk since the start.
             */
            syncs: number;
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
        StatsTotals: {
            /** @description Connections that rooms closed, by close code. */
            connections_closed: {
                [key: string]: number;
            };
            /** @description Requests and connections refused before any handler, by reason. */
            edge_refusals: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Events written to the journal.
             */
            events: number;
            /**
             * Format: int64
             * @description Times a slow reader's queue was replaced by one merged diff.
             */
            outbox_overflows: number;
            /**
             * Format: int64
             * @description Documents put into quarantine.
             */
            quarantined: number;
            /**
             * Format: int64
             * @description Times a connection was not read because it sent more than its allowance.
             */
            reading_paused: number;
            /** @description WebSocket messages received. */
            received: components["schemas"]["Traffic"];
            /**
             * Format: int64
             * @description Rooms that failed and were opened again from storage.
             */
            room_failures: number;
            /** @description Messages queued for clients. */
            sent: components["schemas"]["Traffic"];
            /** @description Attempts to deliver something to a webhook, by outcome. */
            webhook_deliveries: {
                [key: string]: number;
            };
        };
        /**
         * @description Where a step is.
         * @example succeeded
         * @enum {string}
         */
        StepStatus: "running" | "succeeded" | "failed" | "skipped";
        /**
         * @description It goes on.
         * @example {
         *       "expires_in": 60,
         *       "role": "editor"
         *     }
         */
        StillThere: {
            /**
             * Format: int64
             * @description Seconds until the participant is gone that is not heard of.
             */
            expires_in: number;
            /** @description What the participant may do now. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description A piece of a text that was replaced. Positions count UTF-16 code units, as in JavaScript.
         * @example {
         *       "delete": 3,
         *       "index": 12,
         *       "insert": "more"
         *     }
         */
        TextSplice: {
            /**
             * Format: int64
             * @description How much was taken out there.
             */
            delete: number;
            /**
             * Format: int64
             * @description Where.
             */
            index: number;
            /** @description What was put in there. */
            insert: string;
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
        ThingAdded: {
            /** @description All who did it, where it was more than one. */
            authors?: components["schemas"]["Author"][];
            /** @description Its id, unique in its collection. */
            id: string;
            /**
             * Format: int64
             * @description How many bytes the value has, if it is left out.
             */
            omitted?: number;
            /** @description All of it; missing if it is too large. */
            value?: unknown;
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
        ThingChanged: {
            /** @description All who did it, where it was more than one. */
            authors?: components["schemas"]["Author"][];
            /** @description What really changed, to be applied in order. */
            changes: components["schemas"]["FieldChange"][];
            /** @description Its id, unique in its collection. */
            id: string;
        };
        /**
         * @description A thing that is gone.
         * @example {
         *       "id": "c1"
         *     }
         */
        ThingRemoved: {
            /** @description All who did it, where it was more than one. */
            authors?: components["schemas"]["Author"][];
            /** @description Its id, unique in its collection. */
            id: string;
            /** @description What it was, if that was not too large. */
            value?: unknown;
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
        Thread: {
            anchor: components["schemas"]["ThreadAnchor"];
            /** @description The oldest first. */
            comments: components["schemas"]["Comment"][];
            /** Format: int64 */
            createdAt: number;
            createdBy: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description When the last of its comments was deleted; missing if there is one.
             */
            deletedAt?: number;
            /** @description A UUID that grows with time. */
            id: string;
            /** @description What the application keeps with it; missing if that is nothing. */
            metadata?: unknown;
            /**
             * @description Whether what it is about is gone: the text of a range, or what a path leads to. Looked for when threads are read; missing in
             *     other answers, and where it can't be told now.
             */
            orphaned?: boolean;
            resolved: boolean;
            /** @description The id of the user who resolved it last; missing if nobody ever did. */
            resolvedBy?: string;
            /**
             * Format: int64
             * @description When it was last resolved or reopened; missing if it never was.
             */
            resolvedUpdatedAt?: number;
            /**
             * @description Always the same word.
             * @enum {string}
             */
            type: "thread";
            /**
             * Format: int64
             * @description When a comment was last written, changed or deleted.
             */
            updatedAt: number;
        };
        /**
         * @description What a thread is about.
         * @example {
         *       "path": "/cards/c1",
         *       "type": "path"
         *     }
         */
        ThreadAnchor: {
            /** @enum {string} */
            type: "document";
        } | {
            /** @description A JSON pointer (RFC 6901) of at most 8 names and 1,024 bytes. */
            path: string;
            /** @enum {string} */
            type: "path";
        } | {
            /** @description A relative position of Yjs, as JSON. */
            end: Record<string, never>;
            /** @description What the text belongs to: a JSON pointer of at most 8 names and 1,024 bytes. */
            path?: string;
            /** @description A relative position of Yjs, as JSON. */
            start: Record<string, never>;
            /** @enum {string} */
            type: "range";
        };
        /**
         * @description What a deletion left.
         * @example {
         *       "left": "place"
         *     }
         */
        ThreadDeletion: {
            /** @description `place`: the comment's place stays; `others`: the thread without it; `nothing`: the thread is gone. */
            left: "place" | "others" | "nothing";
        };
        /**
         * @description Some threads of a document, the newest first.
         * @example {
         *       "next_cursor": null,
         *       "threads": []
         *     }
         */
        Threads: {
            /** @description Where the next page goes on; `null` at the end. */
            next_cursor?: string | null;
            threads: components["schemas"]["Thread"][];
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
        ThreadSelection: {
            selection: components["schemas"]["EditorSelection"];
        };
        /** @description Something about a thread. */
        ThreadTold: {
            anchor: components["schemas"]["ThreadAnchor"];
            thread: string;
        };
        /** @description A refresh token came a second time: it was stolen from somebody, or by somebody. */
        TokenReused: {
            /** @description The id of the login, which is over. */
            login: string;
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
        Tokens: {
            /** @description For requests and connections. */
            access_token: string;
            /**
             * Format: int64
             * @description How long the access token lasts, in seconds.
             */
            expires_in: number;
            /** @description For the next access token; works once. */
            refresh_token: string;
            /** @description Always `Bearer`. */
            token_type: string;
            user: components["schemas"]["Account"];
        };
        /** @description Tokens are worth nothing any more: one, or all of a user that were issued up to a time. */
        TokensRevoked: {
            /**
             * Format: int64
             * @description Issued up to then, in milliseconds since the Unix epoch; null for up to now.
             */
            before?: number | null;
            /** @description The `jti` of one. */
            token?: string;
            /** @description Whose. */
            user?: string;
        };
        /**
         * @description Messages and their bytes.
         * @example {
         *       "bytes": 48000,
         *       "messages": 1200
         *     }
         */
        Traffic: {
            /**
             * Format: int64
             * @description Bytes of what they say.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Messages.
             */
            messages: number;
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
        TurnEnded: {
            /** @description Whose it was. */
            holder: components["schemas"]["Author"];
            /** @description `timeout`, `left`, `given_up`, `taken` by an owner or the next one, or `mode`: the session is no longer sequential. */
            why: string;
        };
        /** @description It is somebody's turn now. */
        TurnOffered: {
            /**
             * Format: int64
             * @description When it goes to the next one, if somebody waits, in milliseconds since the Unix epoch.
             */
            expires_at: number;
            to: components["schemas"]["Author"];
        };
        /** @description Somebody gave the turn to somebody who waited for it. */
        TurnPassed: {
            to: components["schemas"]["Author"];
        };
        /**
         * @description Whose turn is next.
         * @example {
         *       "to": "bob"
         *     }
         */
        TurnPassing: {
            /** @description The id of a user who waits for it; the next one if missing. */
            to?: string | null;
        };
        /** @description Somebody waits for their turn. */
        TurnRequested: {
            /**
             * Format: int64
             * @description Their place among those who wait, from 1.
             */
            position: number;
        };
        /** @description Somebody no longer waits for their turn. */
        TurnWithdrawn: Record<string, never>;
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
        UsedShare: {
            /**
             * Format: int64
             * @description When the token expires, in milliseconds since the Unix epoch.
             */
            expires_at: number;
            share: components["schemas"]["UsedShareOf"];
            /** @description For connections and requests; with it nothing is counted. */
            token: string;
            user: components["schemas"]["Guest"];
        };
        /** @description The share that was used. */
        UsedShareOf: {
            id: string;
            permission: components["schemas"]["Permission"];
            scope: components["schemas"]["Scope"];
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
        Webhook: {
            /** Format: int64 */
            created_at: number;
            /** @description The id of whoever made it. */
            created_by: string;
            /** @description The id of the last event that is done with. */
            cursor: string;
            description: string;
            enabled: boolean;
            /**
             * Format: int64
             * @description When the first attempt failed since the last that did not.
             */
            failing_since?: number | null;
            id: string;
            scope: components["schemas"]["Scope"];
            state: components["schemas"]["WebhookState"];
            types: string[];
            url: string;
        };
        /**
         * @description What is to be changed about an endpoint; what is absent stays.
         * @example {
         *       "enabled": true
         *     }
         */
        WebhookChanges: {
            description?: string | null;
            /** @description Whether it is sent anything. One that is enabled again goes on where it stopped. */
            enabled?: boolean | null;
            types?: string[] | null;
            url?: string | null;
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
        WebhookCreation: {
            /** @description What it is for, at most 1,024 bytes. */
            description?: string;
            /** @description What it hears of. */
            scope: components["schemas"]["Scope"];
            /** @description Types of events: `board.card.moved`, `board.*`; all when absent. At most 50. */
            types?: string[];
            /** @description Where it is: `https://`, no user and no password, at most 2,048 bytes. */
            url: string;
        };
        /**
         * @description Attempts, the newest first.
         * @example {
         *       "deliveries": [],
         *       "next_cursor": null
         *     }
         */
        WebhookDeliveries: {
            deliveries: components["schemas"]["WebhookDelivery"][];
            next_cursor?: string | null;
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
        WebhookDelivery: {
            /** Format: int64 */
            at: number;
            /**
             * Format: int32
             * @description The how manyeth attempt it was.
             */
            attempt: number;
            /** Format: int64 */
            duration_ms: number;
            error?: string | null;
            /** @description The event's id, or what stands for it: `gap_…`, `test_…`. */
            event: string;
            id: string;
            /**
             * @description `delivered`, `failed` (it is tried again, unless it was a test or a redelivery), `given_up` (the endpoint is disabled).
             * @example delivered
             */
            outcome: string;
            /** @description The first 1,024 bytes of the answer. */
            response: string;
            /**
             * Format: int32
             * @description The status of the answer; `null` without one.
             */
            status?: number | null;
            type: string;
        };
        /**
         * @description What came of a redelivery.
         * @example {
         *       "cursor": "4710",
         *       "delivery": null
         *     }
         */
        WebhookRedelivered: {
            /** @description The id of the last event that is done with. */
            cursor: string;
            delivery?: null | components["schemas"]["WebhookDelivery"];
        };
        /**
         * @description Either of both.
         * @example {
         *       "event": "4711"
         *     }
         */
        WebhookRedelivery: {
            /** @description The id of an event: all after it are sent again, in order. */
            after?: string | null;
            /** @description The id of one event, which is sent at once. */
            event?: string | null;
        };
        /**
         * @description Endpoints.
         * @example {
         *       "webhooks": []
         *     }
         */
        Webhooks: {
            webhooks: components["schemas"]["Webhook"][];
        };
        /**
         * @description How an endpoint does.
         * @example ok
         * @enum {string}
         */
        WebhookState: "ok" | "failing" | "disabled";
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
        WebhookWithSecret: components["schemas"]["Webhook"] & {
            secret: string;
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
        Whereabouts: {
            /**
             * Format: int64
             * @description When they were last active anywhere, in milliseconds since the Unix epoch.
             */
            last_seen: number | null;
            /** @description Where they are now. */
            present: components["schemas"]["Participant"][];
            /** @description Where they were, the newest first, at most 100. */
            seen: components["schemas"]["Participant"][];
            /** @description The liveliest of all documents. */
            status: components["schemas"]["PresenceStatus"];
            user: null | components["schemas"]["PresentUser"];
        };
        /** @description There is a new one. */
        WorkflowEdgeAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.edge.added";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is gone. */
        WorkflowEdgeRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.edge.removed";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One has other fields. */
        WorkflowEdgeUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.edge.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description There is a new one. */
        WorkflowNodeAddedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingAdded"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.node.added";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is at another place. */
        WorkflowNodeMovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.node.moved";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One is gone. */
        WorkflowNodeRemovedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingRemoved"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.node.removed";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /** @description One has other fields. */
        WorkflowNodeUpdatedEvent: {
            /**
             * Format: int64
             * @description The connection it came through, if it came through one.
             */
            connection?: number;
            data: components["schemas"]["ThingChanged"];
            /** @description The document's id. */
            document: string;
            /** @description Its place in the journal; later events have greater ones. */
            id: string;
            /**
             * Format: int64
             * @description When, in milliseconds since the Unix epoch.
             */
            time: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "workflow.node.updated";
            user?: components["schemas"]["Author"];
            /**
             * Format: int64
             * @description The document's version after it.
             */
            version: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description What a client token allows.
         * @enum {string}
         */
        YSweetAuthorization: "full" | "read-only";
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
        YSweetClientToken: {
            authorization: components["schemas"]["YSweetAuthorization"];
            /** @description Of its HTTP routes. */
            baseUrl: string;
            docId: string;
            /** @description Missing in open mode. */
            token?: string | null;
            /** @description Of its socket. */
            url: string;
        };
        /**
         * @description A document that is there.
         * @example {
         *       "docId": "acme/notes"
         *     }
         */
        YSweetDocument: {
            docId: string;
        };
        /**
         * @description Which document to make.
         * @example {
         *       "docId": "acme/notes"
         *     }
         */
        YSweetNewDocument: {
            /** @description Its id; made up if it is missing. */
            docId?: string | null;
        };
        /**
         * @description That the server answers.
         * @example {
         *       "ok": true
         *     }
         */
        YSweetReady: {
            ok: boolean;
        };
        /**
         * @description Whether documents can be stored.
         * @example {
         *       "ok": true
         *     }
         */
        YSweetStore: {
            /** @description What is wrong; the reason is in the log and in `/readyz`. */
            error?: string | null;
            ok: boolean;
        };
        /**
         * @description What a client token is to be.
         * @example {
         *       "authorization": "full",
         *       "userId": "ada",
         *       "validForSeconds": 3600
         *     }
         */
        YSweetTokenRequest: {
            authorization?: null | components["schemas"]["YSweetAuthorization"];
            /** @description In whose name; a guest's if it is missing. */
            userId?: string | null;
            /**
             * Format: int64
             * @description An hour if it is missing, a year at most.
             */
            validForSeconds?: number | null;
        };
    };
    responses: {
        /** @description Something broke inside. */
        Broken: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-Match` names another state than the present one. */
        Changed: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It contradicts what is there. */
        Conflict: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path, the query or the body is not what this route takes. */
        Invalid: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server can't do that now. `retry-after` says how many seconds to wait. */
        Later: {
            headers: {
                /** @description Seconds to wait before the next try. */
                "retry-after"?: number;
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody else holds a lock on what would be changed, or the session lets everybody edit only what they hold. */
        Locked: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller may not do that. A document that does not exist or is deleted gets the same answer. */
        NoRight: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no form that `Accept` takes. */
        NotAcceptable: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not exist. */
        NotFound: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There are no credentials, or they are wrong, expired or revoked. `www-authenticate` says which. */
        NotSignedIn: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body can be read, and what it asks for can't be done. */
        Refused: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than this route takes. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests or failed logins. `retry-after` says how many seconds to wait. */
        TooMany: {
            headers: {
                /** @description Seconds to wait before the next try. */
                "retry-after"?: number;
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body did not arrive in time. */
        TooSlow: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of a content type that this route does not take. */
        WrongType: {
            headers: {
                [name: string]: unknown;
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
                "application/problem+json": components["schemas"]["Problem"];
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
    list_connections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connections. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connections"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    kick: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Kick"];
            };
        };
        responses: {
            /** @description How many were ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kicked"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_quarantine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quarantine"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    release_from_quarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is released. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    reassess: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Every connection has the rights it should have. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    revoke_tokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Revocation"];
            };
        };
        responses: {
            /** @description They are worth nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_rooms: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many rooms a page has. */
                limit?: number;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some rooms. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rooms"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_stats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example member.*,document.deleted
                 */
                action?: string;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                /** @description About exactly this document, or this scope. */
                document?: string;
                /** @description At most so many entries. */
                limit?: number;
                /**
                 * @description With this outcome: `allowed`, `denied` or `failed`.
                 * @example denied
                 */
                outcome?: string;
                /** @description Not before this time, in milliseconds since the Unix epoch. */
                since?: number;
                /**
                 * @description About documents and scopes in this scope: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
                /** @description Before this time, in milliseconds since the Unix epoch. */
                until?: number;
                /** @description By the user with this id. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    export_audit: {
        parameters: {
            query?: {
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example member.*,document.deleted
                 */
                action?: string;
                /** @description About exactly this document, or this scope. */
                document?: string;
                /**
                 * @description With this outcome: `allowed`, `denied` or `failed`.
                 * @example denied
                 */
                outcome?: string;
                /** @description Not before this time, in milliseconds since the Unix epoch. */
                since?: number;
                /**
                 * @description About documents and scopes in this scope: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
                /** @description Before this time, in milliseconds since the Unix epoch. */
                until?: number;
                /** @description By the user with this id. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"seq":1, …}
                     *     {"seq":2, …}
                     */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    verify_audit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerified"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Logout"];
            };
        };
        responses: {
            /** @description The tokens are worth nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccountChange"];
            };
        };
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description New tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    get_docs_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the file.
                 * @example index.css
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                    "text/css": string;
                    "text/javascript": string;
                };
            };
            404: components["responses"]["NotFound"];
        };
    };
    list_documents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. The rest of the query stays the same. */
                cursor?: string;
                /** @description `only`: deleted documents that the caller may restore, instead of those that exist. */
                deleted?: "only";
                /**
                 * @description Names of members, separated by commas: the answer has no others.
                 * @example id,title
                 */
                fields?: string;
                /**
                 * @description Only documents of this kind.
                 * @example board
                 */
                kind?: string;
                /** @description How many documents a page has: 1 to 200, 50 unless it is said. */
                limit?: number;
                /**
                 * @description Only documents that this user owns.
                 * @example ada
                 */
                owner?: string;
                /**
                 * @description Only documents with all these words in title or content; the last one may be the beginning of a word.
                 * @example quarterly rep
                 */
                q?: string;
                /**
                 * @description `id`, `title`, `created_at` or `updated_at`; with a minus before it the other way round.
                 * @example -updated_at
                 */
                sort?: string;
                /**
                 * @description Only what lies below this prefix, which ends in a slash; `/` for everything.
                 * @example acme/
                 */
                under?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of documents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Documents"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    create_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description It is there. `location` and `etag` are set. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_document: {
        parameters: {
            query?: {
                /**
                 * @description Names of members, separated by commas: the answer has no others.
                 * @example id,title
                 */
                fields?: string;
            };
            header?: {
                /** @description The etag of an answer that the caller has. */
                "if-none-match"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. `etag` is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentOrFields"];
                };
            };
            /** @description The caller has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    delete_document: {
        parameters: {
            query?: {
                /** @description Whether a document that was deleted before is to be gone for good. */
                purge?: boolean;
            };
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
                /** @description The etag of the answer that the caller has read. */
                "if-match"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted, or gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Changed"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
                /** @description The etag of the answer that the change is based on. */
                "if-match"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DocumentChanges"];
            };
        };
        responses: {
            /** @description The document as it is now. `etag` is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Changed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the caller may do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Access"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_content: {
        parameters: {
            query?: {
                /** @description The form; without it `Accept` decides. */
                format?: "json" | "text" | "markdown" | "update" | "state-vector" | "diff";
                /** @description What the caller has, as a Yjs state vector in base64url: the update is only what is missing there. */
                state_vector?: string;
            };
            header?: {
                /** @description The etag of an answer that the caller has. */
                "if-none-match"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content. `etag` and `yrsa-version` are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Content"];
                    "application/octet-stream": string;
                    /** @example # Roadmap */
                    "text/markdown": string;
                    /** @example Roadmap */
                    "text/plain": string;
                };
            };
            /** @description The caller has it. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_content: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
                /** @description The version that is to be changed, as an etag. */
                "if-match"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "op": "replace",
                 *         "path": "/cards/c1/title",
                 *         "value": "Fix login"
                 *       }
                 *     ]
                 */
                "application/json-patch+json": components["schemas"]["PatchOperation"][];
                /**
                 * @example {
                 *       "cards": {
                 *         "c1": {
                 *           "title": "Fix login"
                 *         }
                 *       }
                 *     }
                 */
                "application/merge-patch+json": Record<string, never>;
            };
        };
        responses: {
            /** @description It is on disk. `etag` and `yrsa-version` are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentChanged"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Changed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Refused"];
            423: components["responses"]["Locked"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    duplicate_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewCopy"];
            };
        };
        responses: {
            /** @description The copy. `location` and `etag` are set. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_document_events: {
        parameters: {
            query: {
                /**
                 * @description After the event with this id; `start` for all that is kept, `now` for none of those that happened already. Without it a page
                 *     begins at the start, a stream now.
                 * @example start
                 */
                after?: string;
                /** @description About this document only; may be there up to 256 times. */
                document: string[];
                /** @description As the header `Last-Event-ID`, where no header can be set. Both come before `after`. */
                last_event_id?: string;
                /** @description At most so many events in a page. */
                limit?: number;
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example board.*,document.deleted
                 */
                types?: string;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
            };
            header?: {
                /** @description Go on after this event. */
                "last-event-id"?: string | null;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": components["schemas"]["ServerSentEvent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_locks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Locks"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    acquire_lock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewLock"];
            };
        };
        responses: {
            /** @description The caller's own lock, renewed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            /** @description The lock; `location` says where it is read. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_lock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                lock: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    end_lock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                lock: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    renew_lock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The lock's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                lock: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LockRenewal"];
            };
        };
        responses: {
            /** @description The lock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lock"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members, by user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Members"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    set_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The user's id.
                 * @example ada
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberSetting"];
            };
        };
        responses: {
            /** @description The member. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The user's id.
                 * @example ada
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody by that id is a member any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_messages: {
        parameters: {
            query?: {
                /** @description Those after this message. */
                after?: string;
                /** @description This message and those on both sides. */
                around?: string;
                /** @description Those before this message. Of `before`, `after` and `around` only one; without any the newest. */
                before?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large messages ends earlier. */
                limit?: number;
                /** @description Only the replies to this message. */
                reply_to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessages"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    send_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewChatMessage"];
            };
        };
        responses: {
            /** @description The message; `location` says where it is read. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                message: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    delete_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                message: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    edit_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                message: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChatMessageChange"];
            };
        };
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    react_to_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description An emoji or a `:shortcode:`.
                 * @example 👍
                 */
                emoji: string;
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                message: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    take_back_reaction_to_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description An emoji or a `:shortcode:`.
                 * @example 👍
                 */
                emoji: string;
                /**
                 * @description The message's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                message: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    mark_messages_read: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatReading"];
            };
        };
        responses: {
            /** @description Up to where the caller has read now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatRead"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    message_statistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is counted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatStatistics"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    typing_message: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChatTyping"];
            };
        };
        responses: {
            /** @description It is taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    unread_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much is unread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatUnread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_document_presence: {
        parameters: {
            query?: {
                /** @description Also those who were there and are not any more: the newest 1,000. */
                offline?: boolean;
                /**
                 * @description Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
                 * @example /cards/c1
                 */
                place?: string;
                /** @description With what their clients announced. */
                states?: boolean;
                /** @description Only who is so. */
                status?: components["schemas"]["PresenceStatus"];
                /**
                 * @description This user only, by id.
                 * @example ada
                 */
                user?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The participants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentPresence"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_problems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What does not fit, at most 100 of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentProblems"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    restore_document: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. `etag` is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_runs: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large runs ends earlier. */
                limit?: number;
                /** @description Only those that are there. */
                status?: components["schemas"]["RunStatus"];
            };
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runs"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    trigger_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RunTrigger"];
            };
        };
        responses: {
            /** @description The run; `location` says where it is read. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    finish_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunFinish"];
            };
        };
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_log: {
        parameters: {
            query?: {
                /** @description Those after this number; from the first one if missing. */
                after?: number;
                /** @description As `after`, for streams of clients that can't send the header `Last-Event-ID`. */
                last_event_id?: number;
                /** @description How many a page has, 1 to 1,000; 200 if missing. A stream has all. */
                limit?: number;
            };
            header?: {
                /** @description For streams: the number of the last line that was read. */
                "last-event-id"?: number | null;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLogPage"];
                    /**
                     * @example event: line
                     *     id: 17
                     *     data: {"n":17,"time":1700000001500,"level":"info","step":"n1","text":"3 rows"}
                     */
                    "text/event-stream": components["schemas"]["ServerSentEvent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    add_log_lines: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunLogReport"];
            };
        };
        responses: {
            /** @description They are kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLogReported"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    report_progress: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunProgressReport"];
            };
        };
        responses: {
            /** @description It is noted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunReported"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    renew_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunRenewal"];
            };
        };
        responses: {
            /** @description Until when. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunRenewed"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    report_step: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The run's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                run: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The step's id.
                 * @example n1
                 */
                step: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunStepReport"];
            };
        };
        responses: {
            /** @description It is noted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunReported"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionChange"];
            };
        };
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    stay_in_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description It goes on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StillThere"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    join_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Join"];
            };
        };
        responses: {
            /** @description The participant. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedParticipant"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    leave_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heartbeat"];
            };
        };
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    set_session_presence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPresence"];
            };
        };
        responses: {
            /** @description Others have it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StillThere"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    request_turn: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whose turn it is, and who waits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTurn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    give_up_turn: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whose turn it is, and who waits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTurn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    pass_turn: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TurnPassing"];
            };
        };
        responses: {
            /** @description Whose turn it is, and who waits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTurn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    take_turn: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whose turn it is, and who waits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTurn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_shares: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The shares, also those that ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shares"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    create_share: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewShare"];
            };
        };
        responses: {
            /** @description The share with its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedShare"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_threads: {
        parameters: {
            query?: {
                /** @description Only those about what this JSON pointer leads to, or something in it. */
                anchor?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. A page of large threads ends earlier. */
                limit?: number;
                /** @description Only those that are resolved, or only those that are not. */
                resolved?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some threads. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Threads"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    create_thread: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewThread"];
            };
        };
        responses: {
            /** @description The thread; `location` says where it is read. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_thread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    delete_thread: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadDeletion"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    mark_thread: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadSelection"];
            };
        };
        responses: {
            /** @description The thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    create_comment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description The comment; `location` says where its thread is read. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_comment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description The comment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    delete_comment: {
        parameters: {
            query?: {
                /** @description Whether its place stays; if missing it does. */
                soft?: boolean;
            };
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadDeletion"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    add_reaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                comment: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReaction"];
            };
        };
        responses: {
            /** @description The comment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    remove_reaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The comment's id.
                 * @example 018bcfe5-6800-7000-8000-000000000001
                 */
                comment: string;
                /**
                 * @description As it was given, percent-encoded or not.
                 * @example 👍
                 */
                emoji: string;
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    resolve_thread: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    reopen_thread: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
                /**
                 * @description The thread's id.
                 * @example 018bcfe5-6800-7000-8000-000000000000
                 */
                thread: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    write_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.
                 * @example acme/board/roadmap
                 */
                scope: components["schemas"]["Scope"];
            };
            cookie?: never;
        };
        /** @description A Yjs update, version 1. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It is on disk. `etag` and `yrsa-version` are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentChanged"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["WrongType"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_events: {
        parameters: {
            query: {
                /**
                 * @description After the event with this id; `start` for all that is kept, `now` for none of those that happened already. Without it a page
                 *     begins at the start, a stream now.
                 * @example start
                 */
                after?: string;
                /** @description About this document only; may be there up to 256 times. */
                document: string[];
                /** @description As the header `Last-Event-ID`, where no header can be set. Both come before `after`. */
                last_event_id?: string;
                /** @description At most so many events in a page. */
                limit?: number;
                /**
                 * @description Of these types only, separated by commas; `*` stands for anything. At most 64.
                 * @example board.*,document.deleted
                 */
                types?: string;
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
            };
            header?: {
                /** @description Go on after this event. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": components["schemas"]["ServerSentEvent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_inbox: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many, 1 to 200; 50 if missing. */
                limit?: number;
                /** @description Only those of this type. */
                type?: components["schemas"]["InboxKind"];
                /** @description Only those that are not read. */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxItems"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    remove_from_inbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The item's id.
                 * @example 018bcfe5-6800-7000-8000-004000000000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    count_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxCount"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    mark_inbox_read: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InboxReading"];
            };
        };
        responses: {
            /** @description They are read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxRead"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    follow_inbox: {
        parameters: {
            query?: {
                /** @description As the header, for clients that can't send it. */
                last_event_id?: string;
            };
            header?: {
                /** @description The last item that was heard of. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: count
                     *     data: {"unread":3}
                     *
                     *     event: read
                     *     data: {"unread":2}
                     */
                    "text/event-stream": components["schemas"]["ServerSentEvent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    /** @description Names this description. */
                    etag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/json": Record<string, never>;
                };
            };
            /** @description Nothing changed. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_presence: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description At most so many participants. */
                limit?: number;
                /**
                 * @description Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
                 * @example /cards/c1
                 */
                place?: string;
                /** @description With what their clients announced. */
                states?: boolean;
                /** @description Only who is so. */
                status?: components["schemas"]["PresenceStatus"];
                /**
                 * @description Of documents in this scope only: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
                /**
                 * @description This user only, by id.
                 * @example ada
                 */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Some participants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresenceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    follow_presence: {
        parameters: {
            query?: {
                /** @description This document only. */
                document?: string;
                /** @description With what clients announce: without it cursors don't count as changes. */
                states?: boolean;
                /**
                 * @description Documents in this scope: a prefix that ends in a slash, or a document.
                 * @example acme/
                 */
                under?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: snapshot
                     *     data: {"present":[],"truncated":false}
                     */
                    "text/event-stream": components["schemas"]["ServerSentEvent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    read_user_presence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The user's id.
                 * @example ada
                 */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where they are and were. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Whereabouts"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    claim_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunClaim"];
            };
        };
        responses: {
            /** @description The run, and the lease to report with. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimedRun"];
                };
            };
            /** @description No run waits, also after `wait_seconds`. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_server: {
        parameters: {
            query?: {
                /**
                 * @description How somebody without a token is called: in open mode, or by a share link.
                 * @example Ada
                 */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    revoke_share: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description The id of the share, not its secret.
                 * @example 01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    use_share: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareUse"];
            };
        };
        responses: {
            /** @description A token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsedShare"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_webhooks: {
        parameters: {
            query?: {
                /** @description Those of exactly this scope; otherwise all of which the caller is an owner. */
                scope?: components["schemas"]["Scope"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoints, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhooks"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreation"];
            };
        };
        responses: {
            /** @description The endpoint, with its secret. */
            201: {
                headers: {
                    /** @description Where it is. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    remove_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    change_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    list_webhook_deliveries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: number;
                /** @description How many: 1 to 200, 50 when absent. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Attempts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveries"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    redeliver_to_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookRedelivery"];
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRedelivered"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    rotate_webhook_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint, with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    test_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Sent again with the same key, the request is not carried out again and gets the answer of the first time. */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Its id.
                 * @example 01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_check_store: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether they can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YSweetStore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_check_store_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether they can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YSweetStore"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The update. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_write: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                document: string;
            };
            cookie?: never;
        };
        /** @description The update. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It is in the document, and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_read_old: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The update. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_client_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                document: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["YSweetTokenRequest"];
            };
        };
        responses: {
            /** @description The token, and where to connect. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YSweetClientToken"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_write_old: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The document's id.
                 * @example acme/notes
                 */
                document: string;
            };
            cookie?: never;
        };
        /** @description The update. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It is in the document, and stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Refused"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_create_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["YSweetNewDocument"];
            };
        };
        responses: {
            /** @description It is there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YSweetDocument"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NoRight"];
            408: components["responses"]["TooSlow"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Broken"];
            503: components["responses"]["Later"];
        };
    };
    y_sweet_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YSweetReady"];
                };
            };
        };
    };
}
