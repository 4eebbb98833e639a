using Xmrl.Runs.Records;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Evaluation;

/// <summary>A stored run with its policies.</summary>
internal interface IStoredRun
{
    /// <summary>The run.</summary>
    RunDirectory Directory { get; }

    /// <summary>Its configuration, read when it is first asked for.</summary>
    /// <exception cref="Configuration.ConfigurationException">The file is not acceptable.</exception>
    TrainConfiguration Configuration { get; }

    /// <summary>Names of the policies that it may hold: <see cref="EvaluationRequest.BaseMethod"/> first.</summary>
    IReadOnlyList<string> Policies { get; }

    /// <summary>Name of a policy's checkpoints.</summary>
    /// <param name="policy">One of <see cref="Policies"/>.</param>
    string SeriesOf(string policy);

    /// <summary>Iterations of a policy's training, by the configuration.</summary>
    /// <param name="policy">One of <see cref="Policies"/>.</param>
    int IterationsOf(string policy);
}
