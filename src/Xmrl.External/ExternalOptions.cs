using System.Collections.Immutable;
using Xmrl.External.Connections;

namespace Xmrl.External;

/// <summary>Where an environment's program is.</summary>
internal sealed record ExternalOptions
{
    /// <summary>Seconds that an answer may take where nothing else is said.</summary>
    public const double DefaultTimeoutSeconds = 30;

    /// <summary>Seconds that a program has at least for its first answer, before which it may load much.</summary>
    public const double StartSeconds = 60;

    /// <summary>Program and arguments, started once per worker; empty where <see cref="Connect"/> says more.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Address of a program that runs already: <c>unix:</c> and the path of a socket, in which <c>{worker}</c> stands for the
    /// number of the worker, distinct over all processes; null where <see cref="Command"/> is given.</summary>
    public string? Connect { get; init; }

    /// <summary>Number of this process among those that share the work, from 0.</summary>
    public int Rank { get; init; }

    /// <summary>How many processes share the work, at least 1.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Seconds that an answer may take, &gt; 0.</summary>
    public double TimeoutSeconds { get; init; } = DefaultTimeoutSeconds;

    /// <summary>Working folder of the program.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>What the program is called in messages.</summary>
    public string Name => Connect ?? string.Join(' ', Command);

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    public string? Fault => (Command.Length > 0, Connect) switch
    {
        (true, not null) => "command and connect exclude each other",
        (false, null) => "a command or an address to connect to is needed",
        (false, var address) when !address!.StartsWith(SocketChannel.Scheme, StringComparison.Ordinal)
            || address.Length == SocketChannel.Scheme.Length =>
            $"connect must be {SocketChannel.Scheme} and the path of a socket; found {address}",
        (true, _) when Command.Any(string.IsNullOrEmpty) => "no part of command may be empty",
        _ when !(TimeoutSeconds > 0 && TimeoutSeconds <= 86_400) => $"timeoutSeconds must lie in (0, 86400]; found {TimeoutSeconds}",
        _ => null,
    };

    /// <summary>Equality by content.</summary>
    /// <param name="other">Other options.</param>
    public bool Equals(ExternalOptions? other)
        => other is not null
            && Command.AsSpan().SequenceEqual(other.Command.AsSpan())
            && Connect == other.Connect
            && TimeoutSeconds.Equals(other.TimeoutSeconds)
            && Folder == other.Folder;

    /// <summary>A hash that agrees with <see cref="Equals(ExternalOptions?)"/>; stable within one process only.</summary>
    public override int GetHashCode() => HashCode.Combine(string.Join('\0', Command), Connect, TimeoutSeconds, Folder);
}
