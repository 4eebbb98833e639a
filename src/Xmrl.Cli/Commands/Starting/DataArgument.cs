using System.Collections.Immutable;
using System.Text.Json;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Commands.Starting;

/// <summary>A price file or a data set named on the command line.</summary>
internal static class DataArgument
{
    private static readonly Macaw s_defaults = new();

    /// <summary>What the name changes in a configuration. A data set brings its task sets.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="isQuick">Whether the short variant is meant, in which an iteration has a quarter of the outer steps.</param>
    /// <returns>Overrides, each as key.key=value.</returns>
    /// <exception cref="InvalidDataException">The folder's description is not valid.</exception>
    public static ImmutableArray<string> Overrides(string path, bool isQuick)
    {
        if (!OfflineDataSet.IsOne(path))
        {
            return MarketArgument.Overrides(path);
        }

        DataSetDescription set = OfflineDataSet.ReadDescription(path);
        int training = Count(BufferSet.Training);
        return
        [
            $"meta.data={JsonSerializer.Serialize(Path.GetFullPath(path))}", $"tasks.training={training}",
            $"tasks.validation={Count(BufferSet.Validation)}", $"tasks.test={Count(BufferSet.Test)}", $"meta.tasksPerIteration={training}",
            .. training < s_defaults.TasksPerOuterStep ? [$"meta.tasksPerOuterStep={training}"] : Array.Empty<string>(),
            .. isQuick ? [$"meta.outerStepsPerIteration={s_defaults.OuterStepsPerIteration / 4}"] : Array.Empty<string>(),
        ];

        int Count(BufferSet own) => set.Buffers.Count(buffer => buffer.Set == own);
    }
}
