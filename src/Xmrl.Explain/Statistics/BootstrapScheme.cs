namespace Xmrl.Explain.Statistics;

/// <summary>What a bootstrap draws again, that is, over what an interval generalizes.</summary>
public enum BootstrapScheme
{
    /// <summary>
    /// Whole seeds and whole tasks, both with replacement (Owen 2007, pigeonhole bootstrap): the interval speaks of new seeds and new tasks,
    /// and holds where one seed's model shifts all its scores together.
    /// </summary>
    SeedsAndTasks,

    /// <summary>
    /// Seeds, independently within each task (stratified; Agarwal et al. 2021, rliable): the interval speaks of new seeds on these very tasks and
    /// assumes that scores of one seed on different tasks are independent. For separately trained runs per task; too narrow for one meta-policy tested on many tasks.
    /// </summary>
    SeedsWithinTasks,

    /// <summary>Whole seeds: new seeds on these very tasks.</summary>
    Seeds,

    /// <summary>Whole tasks: these very seeds on new tasks.</summary>
    Tasks,
}
