using Xmrl.Attention.Learning;
using Xmrl.Latents.Learners;
using Xmrl.Meta.Learners;
using Xmrl.Offline.Learning;

namespace Xmrl.Cli.Settings;

/// <summary>The learners beside those of Xmrl.Meta, which this program registers before it reads a configuration.</summary>
internal static class FurtherLearners
{
    static FurtherLearners()
    {
        LearnerTable.Register(new Macaw());
        LearnerTable.Register(new Ecet());
        LearnerTable.Register(new Varibad());
        LearnerTable.Register(new Sdvt());
    }

    /// <summary>Registers them, once.</summary>
    internal static void Use()
    {
    }
}
