using System.Security.Cryptography;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Records;

/// <content>What the run was asked, and that what lies in the folder belongs to it.</content>
public sealed partial class RunDirectory
{
    private const string IdentityName = "identity.json";

    /// <summary>What is started, until the identity is written.</summary>
    private RunState? _starting;

    /// <summary>Everything that decides what the run computes (<see cref="RunIdentity"/>).</summary>
    internal string IdentityPath => File(IdentityName);

    /// <summary>Reads identity.json.</summary>
    /// <returns>The identity; null for a run of the layouts 1 and 2, which had none.</returns>
    /// <exception cref="InvalidDataException">It was changed, is missing, or is of a later layout.</exception>
    public RunIdentity? ReadIdentity()
    {
        if (!System.IO.File.Exists(IdentityPath))
        {
            return SealedJson.IsSealed(StatePath)
                ? throw new InvalidDataException($"{IdentityPath} is missing: without it nothing says what the run was asked.")
                : null;
        }

        (RunIdentity identity, string hash) = SealedJson.Read<RunIdentity>(IdentityPath);
        RequireLayout(IdentityPath, identity.Layout);
        return identity with { Hash = hash };
    }

    /// <summary>Reads state.json and identity.json.</summary>
    /// <returns>What the run was asked and where it stands.</returns>
    /// <exception cref="InvalidDataException">One of them was changed, lacks a key, or is of a later layout.</exception>
    public RunState ReadState()
    {
        if (ReadIdentity() is not { } identity)
        {
            RequireLayout(StatePath, RunJson.Read<LayoutOnly>(StatePath).Layout);
            RunState former = RunJson.Read<FormerState>(StatePath).State;
            return former.Layout < Layout
                ? former
                : throw new InvalidDataException(
                    $"{StatePath} says layout {former.Layout}, and {IdentityName}, which such a run has, is missing.");
        }

        (StoredState stored, _) = SealedJson.Read<StoredState>(StatePath);
        RequireLayout(StatePath, stored.Layout);
        return stored.Run == identity.Hash
            ? stored.With(identity)
            : throw new InvalidDataException($"{StatePath} belongs to the run {stored.Run}; {IdentityName} says {identity.Hash}.");
    }

    /// <summary>Writes a result as JSON and lists it in the manifest, so that it is known to be this run's.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="path">File in this folder, to create or replace.</param>
    /// <param name="value">What to write.</param>
    public void Store<T>(string path, T value) => Store(path, stream => RunJson.Write(stream, value));

    /// <summary>As <see cref="Store{T}(string, T)"/>, for a result of any form.</summary>
    /// <param name="path">File in this folder, to create or replace.</param>
    /// <param name="write">Writes the content.</param>
    public void Store(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var content = new MemoryStream();
        write(content);
        byte[] bytes = content.ToArray();
        RunFiles.Write(path, stream => stream.Write(bytes));
        Manifest.List(path, bytes);
    }

    /// <summary>Writes a list that grows while the run works; it names the run and holds its own SHA-256, so that it needs no entry in the
    /// manifest.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="path">File in this folder, to create or replace.</param>
    /// <param name="entries">The whole list.</param>
    internal void WriteBook<T>(string path, IReadOnlyList<T> entries)
    {
        if (Identify() is { } identity)
        {
            SealedJson.Write(path, new Book<T>(identity.Hash, entries));
        }
        else
        {
            RunJson.Write(path, entries);
        }
    }

    /// <summary>Reads what <see cref="WriteBook"/> wrote.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="path">File in this folder.</param>
    /// <returns>The list; empty if there is no such file.</returns>
    /// <exception cref="InvalidDataException">It was changed or is another run's.</exception>
    internal IReadOnlyList<T> ReadBook<T>(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return [];
        }

        if (Identify() is not { } identity)
        {
            return Whole(RunJson.Read<IReadOnlyList<T>>(path));
        }

        (Book<T> book, _) = SealedJson.Read<Book<T>>(path);
        return book.Run == identity.Hash
            ? Whole(book.Entries)
            : throw new InvalidDataException($"{path} belongs to the run {book.Run}; expected {identity.Hash}.");

        IReadOnlyList<T> Whole(IReadOnlyList<T> entries)
        {
            int at = entries.Index().FirstOrDefault(static entry => entry.Item is null, (-1, default!)).Index;
            return at < 0 ? entries : throw new InvalidDataException($"{path}: entry {at} is null.");
        }
    }

    /// <summary>The identity; a run that is being created gets it here, from what was asked and the files that lie there by then.</summary>
    internal RunIdentity? Identify()
    {
        if (_starting is not { } state || System.IO.File.Exists(IdentityPath))
        {
            return ReadIdentity();
        }

        var identity = new RunIdentity
        {
            Layout = Layout,
            Action = state.Action,
            Experiment = state.Experiment,
            Seed = state.Seed,
            Quick = state.Quick,
            Precision = typeof(Real) == typeof(double) ? "double" : "float",
            Configuration = HashOrNull(ConfigurationPath),
            Tasks = HashOrNull(TasksPath),
        };
        return identity with { Hash = SealedJson.Write(IdentityPath, identity) };
    }

    /// <summary>Files that the run began with and that are not those any more.</summary>
    internal IEnumerable<ManifestProblem> IdentityProblems()
    {
        if (ReadIdentity() is not { } identity)
        {
            yield break;
        }

        foreach ((string path, string? expected) in new[] { (ConfigurationPath, identity.Configuration), (TasksPath, identity.Tasks) })
        {
            string name = Path.GetFileName(path);
            if (expected is not null && HashOrNull(path) is var found && found != expected)
            {
                yield return new ManifestProblem(
                    name,
                    found is null
                        ? $"{name} is missing; {IdentityName} names it."
                        : $"{name} has SHA-256 {found}; {IdentityName} says {expected}.");
            }
        }
    }

    private static string? HashOrNull(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        using FileStream stream = RunFiles.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void RequireLayout(string path, int layout)
    {
        if (layout is < 1 or > Layout)
        {
            throw new InvalidDataException($"{path}: the run has layout {layout}; this version of Xmrl reads 1 to {Layout}.");
        }
    }

    /// <summary>Whether the manifest is sealed, and to which run it belongs; a run that is being created has no identity yet.</summary>
    private (bool IsSealed, string? Run) ManifestOwner()
    {
        if (_starting is not null && !System.IO.File.Exists(IdentityPath))
        {
            return (true, null);
        }

        return ReadIdentity() is { } identity ? (true, identity.Hash) : (false, null);
    }

    private void WriteState(RunState state)
    {
        if (ReadIdentity() is { } identity)
        {
            SealedJson.Write(StatePath, StoredState.Of(state, identity));
        }
        else
        {
            RunJson.Write(StatePath, state);
        }
    }

    private sealed record Book<T>(string Run, IReadOnlyList<T> Entries);

    /// <summary>What every layout's state.json says.</summary>
    private sealed record LayoutOnly
    {
        public int Layout { get; init; } = 1;
    }
}
