using PureHDF;

namespace Xmrl.Offline.Hdf5;

/// <summary>Turns what is known to lie in HDF5 files of stored episodes into arrays with the names of D4RL.</summary>
/// <seealso href="https://github.com/Farama-Foundation/D4RL">D4RL: one data set per quantity.</seealso>
/// <seealso href="https://minari.farama.org/content/dataset_standards/">Minari: one group per episode.</seealso>
/// <seealso href="https://github.com/eric-mitchell/macaw">MACAW's author code: as D4RL, each episode from its last step to its first.
/// </seealso>
internal static class Hdf5Episodes
{
    private const string Observations = "observations";
    private const string Actions = "actions";
    private const string Rewards = "rewards";
    private const string Terminals = "terminals";
    private const string Timeouts = "timeouts";
    private const string NextObservations = "next_observations";

    // Beyond the four that D4RL always has, those that it may have.
    private static readonly string[] s_more = [Timeouts, NextObservations, "task_parameters", "task_set"];

    /// <summary>Reads a file, whichever of the three it is.</summary>
    /// <param name="root">Its root.</param>
    /// <returns>Arrays by name: observations, actions, rewards, terminals and those that are there besides.</returns>
    /// <exception cref="InvalidDataException">The file is none of the three, or not valid.</exception>
    public static SortedDictionary<string, Hdf5Array> Read(IH5Group root)
        => root.LinkExists("episode_0") ? FromGroups(root)
        : root.LinkExists(Observations) ? FromArrays(root)
        : root.LinkExists("obs") && root.LinkExists("next_obs") ? FromReversed(root)
        : throw new InvalidDataException(
            $"the file holds {Names(root)}; expected observations, actions, rewards and terminals (D4RL), groups episode_0, episode_1, … "
                + "(Minari), or obs and next_obs (MACAW)");

    private static SortedDictionary<string, Hdf5Array> FromArrays(IH5Group root)
    {
        SortedDictionary<string, Hdf5Array> arrays = new(StringComparer.Ordinal);
        foreach (string name in (string[])[Observations, Actions, Rewards, Terminals])
        {
            arrays[name] = Hdf5Numbers.Read(root, name, "");
        }

        foreach (string name in s_more)
        {
            if (Hdf5Numbers.Find(root, name, "") is { } found)
            {
                arrays[name] = found;
            }
        }

        return arrays;
    }

    private static SortedDictionary<string, Hdf5Array> FromGroups(IH5Group root)
    {
        var parts = new SortedDictionary<string, List<Hdf5Array>>(StringComparer.Ordinal);
        for (int k = 0; root.LinkExists($"episode_{k}"); k++)
        {
            string place = $"/episode_{k}";
            IH5Group episode = root.Get($"episode_{k}") as IH5Group ?? throw new InvalidDataException($"{place} is no group");
            Hdf5Array rewards = Hdf5Numbers.Read(episode, Rewards, place);
            Hdf5Array observations = Hdf5Numbers.Read(episode, Observations, place);
            Hdf5Array terminations = Hdf5Numbers.Read(episode, "terminations", place);
            int n = rewards.Rows;
            if (observations.Rows != n + 1 || n == 0 || terminations.Rows != n)
            {
                throw new InvalidDataException(
                    $"{place} has {n} rewards, {observations.Rows} observations and {terminations.Rows} terminations; expected n > 0, "
                        + "n + 1 and n");
            }

            int[] steps = [.. Enumerable.Range(0, n)];
            var cut = new float[n];
            cut[^1] = terminations.Values[^1] == 0 ? 1 : 0;
            Put(Rewards, rewards);
            Put(Actions, Hdf5Numbers.Read(episode, Actions, place));
            Put(Observations, observations.Pick(steps));
            Put(NextObservations, observations.Pick([.. Enumerable.Range(1, n)]));
            Put(Terminals, terminations);
            Put(Timeouts, new Hdf5Array([n], cut));
        }

        return new SortedDictionary<string, Hdf5Array>(
            parts.ToDictionary(static part => part.Key, static part => Joined(part.Key, part.Value)), StringComparer.Ordinal);

        void Put(string name, Hdf5Array array)
        {
            if (!parts.TryGetValue(name, out List<Hdf5Array>? list))
            {
                parts[name] = list = [];
            }

            list.Add(array);
        }
    }

    private static Hdf5Array Joined(string name, List<Hdf5Array> parts)
    {
        int[] axes = parts[0].Shape[1..];
        int other = parts.FindIndex(part => part.Shape.Length != parts[0].Shape.Length || !part.Shape.AsSpan(1).SequenceEqual(axes));
        return other >= 0
            ? throw new InvalidDataException(
                $"{name} of episode {other} has rows of another shape than {name} of episode 0")
            : new Hdf5Array([parts.Sum(static part => part.Rows), .. axes], [.. parts.SelectMany(static part => part.Values)]);
    }

    /// <summary>Rows i and i + 1 are of one episode where the step of row i + 1 led to the observation of row i.</summary>
    private static SortedDictionary<string, Hdf5Array> FromReversed(IH5Group root)
    {
        Hdf5Array observations = Hdf5Numbers.Read(root, "obs", "");
        Hdf5Array next = Hdf5Numbers.Read(root, "next_obs", "");
        Hdf5Array terminals = Hdf5Numbers.Read(root, Terminals, "");
        int n = observations.Rows;
        if (!next.Shape.AsSpan().SequenceEqual(observations.Shape) || terminals.Rows != n || terminals.Values.Length != n)
        {
            throw new InvalidDataException(
                $"obs, next_obs and terminals have {n}, {next.Rows} and {terminals.Rows} rows; expected as many each");
        }

        int columns = observations.Columns;
        var order = new int[n];
        var cut = new float[n];
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && Row(next, end).SequenceEqual(Row(observations, end - 1)) && terminals.Values[end] == 0)
            {
                end++;
            }

            for (int i = first; i < end; i++)
            {
                order[first + end - 1 - i] = i;
            }

            cut[end - 1] = terminals.Values[first] == 0 ? 1 : 0;
        }

        return new SortedDictionary<string, Hdf5Array>(StringComparer.Ordinal)
        {
            [Observations] = observations.Pick(order),
            [NextObservations] = next.Pick(order),
            [Terminals] = terminals.Pick(order),
            [Actions] = Rows(Actions).Pick(order),
            [Rewards] = Rows(Rewards).Pick(order),
            [Timeouts] = new Hdf5Array([n], cut),
        };

        ReadOnlySpan<float> Row(Hdf5Array array, int row) => array.Values.AsSpan(row * columns, columns);

        Hdf5Array Rows(string name) => Hdf5Numbers.Read(root, name, "") is { } array && array.Rows == n
            ? array
            : throw new InvalidDataException($"{name} has another number of rows than obs, which has {n}");
    }

    private static string Names(IH5Group root)
    {
        string[] names = [.. root.Children().Take(20).Select(static child => child.Name)];
        return names.Length == 0 ? "nothing" : string.Join(", ", names);
    }
}
