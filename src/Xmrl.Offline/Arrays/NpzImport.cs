using System.Globalization;
using Xmrl.Import;
using Xmrl.Import.Arrays;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Arrays;

/// <summary>Reads the steps of one task from NumPy's .npz with the names of D4RL: observations, actions, rewards, terminals, and where they
/// are there timeouts, next_observations, task_parameters and task_set.</summary>
/// <param name="form">Sizes.</param>
internal sealed class NpzImport(DataSetForm form)
{
    /// <summary>By so much an action may lie beyond the limit, relative to it, and is clipped.</summary>
    private const double Rounding = 1e-3;

    /// <summary>Steps after which an episode without an end of its own is cut; null where a longer one than the horizon is an error.
    /// </summary>
    public int? Horizon { get; init; }

    /// <summary>Components of actions that were clipped so far.</summary>
    public long Clipped { get; private set; }

    /// <summary>Last steps of cut episodes that were left out so far, for want of the observation after them.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="given">The task's parameters where the file does not say them; null for those of the file.</param>
    /// <param name="index">Index of the task in its set.</param>
    /// <returns>The buffer, checked, and the set that the file names; null where it names none.</returns>
    /// <exception cref="InvalidDataException">The file is not valid; the message names file, array and row.</exception>
    public (TaskBuffer Buffer, BufferSet? Set) Read(UserFile file, double[]? given, int index)
    {
        SortedDictionary<string, NumpyArray> arrays = NpzReader.Read(file);
        EnvironmentSpec spec = form.Spec;
        double[] rewards = Column("rewards");
        int n = rewards.Length;
        double[] observations = Rows("observations", n, spec.ObservationSize);
        double[] actions = Rows("actions", n, spec.ActionSize);
        double[] terminals = Marks("terminals", n);
        double[] timeouts = arrays.ContainsKey("timeouts") ? Marks("timeouts", n) : new double[n];
        double[]? next = arrays.ContainsKey("next_observations") ? Rows("next_observations", n, spec.ObservationSize) : null;
        double[] parameters = given ?? (arrays.ContainsKey("task_parameters")
            ? Column("task_parameters")
            : throw new InvalidDataException(
                $"{file.Name} has no array task_parameters; name the parameters with --task "
                    + $"({string.Join(", ", spec.TaskParameterNames)})."));
        BufferSet? set = null;
        if (arrays.ContainsKey("task_set"))
        {
            set = Column("task_set") is [0 or 1 or 2] named
                ? (BufferSet)named[0]
                : throw new InvalidDataException($"{file.Name}, array task_set: expected one number, 0 training, 1 validation or 2 test.");
        }

        var writer = new EpisodeWriter(spec.ObservationSize, spec.ActionSize);
        int length = 0;
        for (int t = 0; t < n; t++)
        {
            length++;
            (int o, int a) = (t * spec.ObservationSize, t * spec.ActionSize);
            bool isLast = t == n - 1;
            bool terminated = terminals[t] != 0;
            bool cut = !terminated && (timeouts[t] != 0 || isLast || length == Horizon);
            ReadOnlySpan<double> observation = observations.AsSpan(o, spec.ObservationSize);
            if (cut && next is null && timeouts[t] == 0 && !isLast)
            {
                // The process went on, so the next row is what followed.
                writer.Add(observation, Clip(actions.AsSpan(a, spec.ActionSize), file.Name, t), rewards[t]);
                writer.End(observations.AsSpan(o + spec.ObservationSize, spec.ObservationSize), false);
                length = 0;
                continue;
            }

            if (cut && next is null)
            {
                LeftOut++;
                writer.End(observation, false);
                length = 0;
                continue;
            }

            writer.Add(observation, Clip(actions.AsSpan(a, spec.ActionSize), file.Name, t), rewards[t]);
            if (terminated || cut)
            {
                writer.End(next is null ? observation : next.AsSpan(o, spec.ObservationSize), terminated);
                length = 0;
            }
        }

        var task = new MdpTask { EnvironmentId = spec.Id, Index = index, Parameters = [.. parameters] };
        TaskBuffer buffer = writer.ToBuffer(task);
        form.Check(buffer, file.Name);
        return (buffer, set);

        NumpyArray Array(string name) => arrays.TryGetValue(name, out NumpyArray? array)
            ? array
            : throw new InvalidDataException(
                $"{file.Name} has no array {name}; found {(arrays.Count == 0 ? "none" : string.Join(", ", arrays.Keys.Take(20)))}.");

        double[] Column(string name)
        {
            NumpyArray array = Array(name);
            return array.Shape.Length == 1 || (array.Shape.Length == 2 && array.Shape[1] == 1)
                ? array.Values
                : throw Shape(name, array, "[n]");
        }

        double[] Rows(string name, int rows, int columns)
        {
            NumpyArray array = Array(name);
            bool fits = array.Shape.Length == 2 ? array.Shape[0] == rows && array.Shape[1] == columns
                : columns == 1 && array.Shape.Length == 1 && array.Shape[0] == rows;
            return fits ? array.Values : throw Shape(name, array, $"[{rows}, {columns}]");
        }

        double[] Marks(string name, int rows)
        {
            double[] marks = Column(name);
            int at = System.Array.FindIndex(marks, static mark => mark is not (0 or 1));
            return marks.Length != rows ? throw Shape(name, Array(name), $"[{rows}]")
                : at >= 0 ? throw new InvalidDataException($"{file.Name}, array {name}, row {at} is {marks[at]}; expected 0 or 1.")
                : marks;
        }

        InvalidDataException Shape(string name, NumpyArray array, string expected)
            => new($"{file.Name}, array {name} has shape [{string.Join(", ", array.Shape)}]; expected {expected}.");
    }

    private double[] Clip(ReadOnlySpan<double> action, string name, int row)
    {
        double[] own = action.ToArray();
        if (form.Spec.ActionChoices > 0)
        {
            return own;
        }

        double limit = (float)form.ActionLimit;
        foreach (ref double value in own.AsSpan())
        {
            if (Math.Abs(value) <= limit)
            {
                continue;
            }

            if (!(Math.Abs(value) <= limit * (1 + Rounding)))
            {
                throw new InvalidDataException(
                    $"{name}, array actions, row {row} holds {value.ToString("R", CultureInfo.InvariantCulture)}; expected a number in "
                        + $"±{form.ActionLimit.ToString(CultureInfo.InvariantCulture)}, the action limit (--action-limit).");
            }

            value = Math.Clamp(value, -limit, limit);
            Clipped++;
        }

        return own;
    }
}
