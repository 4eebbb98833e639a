namespace Xmrl.Training.Hosting;

/// <summary>What is done with an experiment.</summary>
public enum ExperimentAction
{
    /// <summary>Train, find poor and critical tasks, train again with them, compare with the baselines, explain.</summary>
    Improve,

    /// <summary>Train and evaluate only.</summary>
    Train,

    /// <summary>Make a table of a paper again.</summary>
    Reproduce,
}
