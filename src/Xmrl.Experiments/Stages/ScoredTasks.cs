using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Stages;

/// <summary>Tasks on which policies are scored.</summary>
/// <param name="Name">What each is called in messages, such as test.</param>
/// <param name="Tasks">The tasks.</param>
/// <param name="Key">Random numbers of their episodes, the same for all policies.</param>
internal sealed record ScoredTasks(string Name, IReadOnlyList<MdpTask> Tasks, RandomKey Key);
