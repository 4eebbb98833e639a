using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Learning;

/// <summary>One task of an outer step.</summary>
/// <param name="MdpTask">The task.</param>
/// <param name="Table">Its rows.</param>
/// <param name="Share">Its share of the hyper-gradient; the shares of a step sum to 1.</param>
internal readonly record struct StepTask(MdpTask MdpTask, RowTable Table, double Share);
