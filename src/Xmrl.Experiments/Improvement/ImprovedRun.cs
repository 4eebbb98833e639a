using Xmrl.Experiments.Methods;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>A stored run with its base policy and those that methods retrained.</summary>
/// <param name="directory">The run.</param>
internal sealed class ImprovedRun(RunDirectory directory) : IStoredRun
{
    private ImproveConfiguration? _configuration;

    /// <inheritdoc/>
    public RunDirectory Directory => directory;

    /// <inheritdoc/>
    public IReadOnlyList<string> Policies { get; } =
        [EvaluationRequest.BaseMethod, .. MethodTable.Standard.All.Select(method => method.Series)];

    /// <inheritdoc/>
    public TrainConfiguration Configuration => Whole;

    private ImproveConfiguration Whole
        => _configuration ??= ConfigurationReader.ReadFile<ImproveConfiguration>(directory.ConfigurationPath);

    /// <inheritdoc/>
    public string SeriesOf(string policy)
        => policy == EvaluationRequest.BaseMethod
            ? policy
            : MethodTable.Standard.All.First(method => method.Series == policy).Training.Series;

    /// <inheritdoc/>
    public int IterationsOf(string policy)
        => policy == EvaluationRequest.BaseMethod ? Whole.Meta.Iterations : Whole.Retrain.Iterations;
}
