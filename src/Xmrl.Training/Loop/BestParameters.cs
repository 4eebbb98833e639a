using Microsoft.Extensions.Logging;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Loop;

/// <summary>The parameters of a training at its best score on the validation tasks, kept in a file beside its checkpoints, so that a
/// training that loses what it learned can return to them.</summary>
/// <param name="run">Where they are kept.</param>
/// <param name="tensors">Their tensors.</param>
/// <param name="series">The training's checkpoints.</param>
internal sealed class BestParameters(RunDirectory run, IReadOnlyList<TensorSpec> tensors, string series)
{
    private (long Iteration, double Score)? _best;

    /// <summary>Whether <see cref="Return"/> had to keep the last parameters because the best could not be read.</summary>
    public bool IsLost { get; private set; }

    private string Name => series + "-best";

    private string FilePath => Path.Combine(run.Checkpoints.FolderPath, Name + ".safetensors");

    /// <summary>Takes the scores of a training that is continued; parameters that belong to later iterations will be found and stored
    /// again.</summary>
    /// <param name="rows">The iterations before the one that comes next.</param>
    public void Restore(IEnumerable<MetricsRow> rows)
    {
        foreach (MetricsRow row in rows)
        {
            if (row.Values.TryGetValue(TrainingRecord.ValidationName, out double score) && IsBetter(score))
            {
                _best = (row.Iteration + 1, score);
            }
        }
    }

    /// <summary>Stores parameters that are better than all before.</summary>
    /// <param name="iteration">Completed iterations.</param>
    /// <param name="score">Their score.</param>
    /// <param name="theta">Parameters θ. Shape [P].</param>
    public void Offer(long iteration, double score, Real[] theta)
    {
        if (!IsBetter(score))
        {
            return;
        }

        RunFiles.CreateFolder(run.Checkpoints.FolderPath);
        RunFiles.Write(FilePath, run.Checkpoints.Bound(PolicyWeights.Of(tensors, theta), Name, iteration).Write);
        _best = (iteration, score);
    }

    /// <summary>Returns to the best parameters if the last ones are worse by more than a threshold.</summary>
    /// <param name="last">Score of θ.</param>
    /// <param name="threshold">What they may have lost.</param>
    /// <param name="theta">θ; replaced by the best. Shape [P].</param>
    /// <param name="log">Told about it.</param>
    /// <returns>Iterations after which they were best; null if θ stays.</returns>
    public long? Return(double last, double threshold, Real[] theta, ILogger log)
    {
        if (_best is not { } best || !(best.Score - last > threshold))
        {
            return null;
        }

        var found = new Real[theta.Length];
        try
        {
            var file = SafetensorsFile.Read(FilePath);
            run.Checkpoints.Require(file, Name, best.Iteration, FilePath);
            PolicyWeights.Read(file, tensors, found, FilePath);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            log.LogWarning("The training cannot return to its best parameters and keeps the last: {Message}", error.Message);
            IsLost = true;
            return null;
        }

        found.CopyTo(theta, 0);
        return best.Iteration;
    }

    private bool IsBetter(double score) => double.IsFinite(score) && (_best is not { } best || score > best.Score);
}
