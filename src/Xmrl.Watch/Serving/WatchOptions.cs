using System.Net;

namespace Xmrl.Watch.Serving;

/// <summary>What is watched, and where the page is served.</summary>
internal sealed record WatchOptions
{
    /// <summary>Port that is tried first where none is named.</summary>
    public const int FirstPort = 7077;

    /// <summary>Folder with runs; need not exist yet.</summary>
    public required string Folder { get; init; }

    /// <summary>Port, 1 to 65535; 0 for any free one; null for <see cref="FirstPort"/> or one of the next that is free.</summary>
    public int? Port { get; init; }

    /// <summary>Address that others may reach; null for this machine alone.</summary>
    public IPAddress? Listen { get; init; }

    /// <summary>A word that nobody guesses, which a client must give; needed with <see cref="Listen"/>.</summary>
    public string? Token { get; init; }

    /// <summary>How the user calls the program, for commands that can be copied.</summary>
    public string Program { get; init; } = "xmrl";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
